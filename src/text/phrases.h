/// Counting words and pairs, and what the counts say of a pair.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "firth/phrases.h"
#include "firth/text.h"
#include "text/phrase_start.h"
#include "text/word_table.h"

namespace firth::text {

/// Words and pairs are counted in one table, a pair under its joined spelling, as word2phrase.c and
/// gensim do: in a text that has "new york" and "new_york" both are counted together. Movable.
/// Threads: asking from several is safe once all is counted.
class PhraseCounts {
 public:
  /// The rarest entries are dropped when the table takes more than `most_bytes`, or
  /// settings.max_entries says so. REQUIRES: Validate(settings) has passed.
  explicit PhraseCounts(const PhraseSettings& settings,
                        std::uint64_t most_bytes = std::numeric_limits<std::uint64_t>::max());

  /// The next word of the text.
  void Add(std::string_view word);
  void EndLine();

  bool IsConnector(std::string_view word) const {
    return connectors_.size() > 0 && connectors_.Find(word).has_value();
  }

  /// Nothing when the pair or one of its words is too rare to be scored. `joined` is the pair's
  /// spelling, with whatever connector words are in it.
  std::optional<double> Score(std::string_view first, std::string_view last,
                              std::string_view joined) const;

  /// True when the pair is to be joined.
  bool Joins(std::string_view first, std::string_view last, std::string_view joined) const {
    const auto score = Score(first, last, joined);
    return score && *score > threshold_;
  }

  const PhraseSettings& settings() const { return settings_; }
  /// Of the text, connector words included.
  std::uint64_t words() const { return words_; }
  /// True when rare entries had to go: counts of rare pairs are then too low.
  bool reduced() const { return min_kept_ > 1; }

 private:
  std::uint64_t CountOf(std::string_view entry) const;
  void Count(std::string_view entry);
  bool IsTooLarge() const {
    return table_.size() > settings_.max_entries || table_.MemoryBytes() > most_bytes_;
  }
  void DropRarest();

  PhraseSettings settings_;
  std::uint64_t most_bytes_;
  double threshold_;
  WordTable connectors_;
  Vocabulary table_;
  PhraseStart start_;
  std::uint64_t words_ = 0;
  std::uint64_t min_kept_ = 1;  ///< entries counted less often have been dropped
};

}  // namespace firth::text
