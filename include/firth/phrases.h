/// Phrases: words that stand together more often than by chance, joined into one ("new_york").
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace firth {

/// How much two words a and b belong together, in a text of N words.
enum class PhraseScore {
  /// (count(ab) - min_count) * N / (count(a) * count(b)), as word2phrase.c computes it: in single
  /// precision, and with pairs counted across line ends too (joined they are only within a line).
  kWord2phrase,
  /// Normalized pointwise mutual information, ln(p(ab) / (p(a) p(b))) / -ln p(ab), from -1 to 1, as
  /// gensim computes it; pairs are counted within lines.
  kNpmi,
};

struct PhraseSettings {
  PhraseScore score{};
  /// Pairs that occur less often are never joined.
  std::uint64_t min_count = 5;
  /// Pairs with a higher score are joined; not given: 100, with kNpmi 0.5.
  std::optional<double> threshold{};
  std::string delimiter = "_";
  /// Words that may stand inside a phrase, in any number, and neither begin nor end one. A phrase
  /// of more than kMaxWordBytes bytes is none: no text would be split into such a word again.
  std::vector<std::string> connector_words{};
  /// Each pass joins what the one before it has made: two passes join up to four words.
  std::size_t passes = 1;
  /// When more different words and pairs are counted than this, the rarest are dropped; an entry
  /// takes about 50 bytes.
  std::size_t max_entries = 40'000'000;
  /// Bytes that the tables of all passes may take, however long the words are: beyond, the rarest
  /// are dropped too. 0: no limit.
  std::uint64_t memory_limit = 0;

  double Threshold() const;
};

/// Throws Error(kSettings) naming the first setting that is out of its range.
void Validate(const PhraseSettings& settings);

/// Articles, prepositions and conjunctions: gensim's list.
std::vector<std::string> EnglishConnectorWords();

}  // namespace firth
