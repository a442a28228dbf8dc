/// Which rows stand for a word: its own and those of its n-grams.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "firth/subwords.h"
#include "firth/text.h"

namespace firth::text {

/// The rows of all words of a vocabulary, found once: row i is word i's own, row
/// vocabulary.size() + b that of bucket b, or of n-gram b where each has its own. Of those,
/// `ngrams` has all that have a row; it is null where they share rows. Threads: reading from
/// several is safe.
class SubwordRows {
 public:
  /// Throws Error(kSettings) when words and n-grams together are more rows than a matrix can have.
  SubwordRows(const Vocabulary& vocabulary, const SubwordSettings& settings,
              const Vocabulary* ngrams = nullptr);

  /// The word's own row first, then those of its n-grams in their order. REQUIRES: word <
  /// vocabulary.size().
  std::span<const RowId> RowsOf(TokenId word) const {
    const std::uint64_t begin = begins_[Index(word)];
    return {rows_.data() + begin, begins_[Index(word) + 1] - begin};
  }

  /// Brings the places of a word's rows nearer that will be asked for soon, in two steps: the first
  /// finds what the second asks for.
  void FetchBegin(TokenId word) const { __builtin_prefetch(&begins_[Index(word)]); }
  void FetchRows(TokenId word) const { __builtin_prefetch(rows_.data() + begins_[Index(word)]); }

  /// Numbers the n-grams' rows that some word has anew, without gaps from vocabulary.size() on, in
  /// the same order.
  void Pack();

  /// Where the packed rows of n-grams stood, in order. Empty before Pack.
  std::span<const RowId> places() const { return places_; }

  /// The rows of the word that has most.
  std::size_t most() const { return most_; }

  /// Rows of all words together, each counted as often as it stands for a word.
  static std::uint64_t CountRows(const Vocabulary& vocabulary, const SubwordSettings& settings,
                                 const Vocabulary* ngrams = nullptr);
  /// What it takes at most, packed, of so many words with so many rows (CountRows).
  static std::uint64_t MemoryBytes(std::uint64_t rows, std::uint64_t words,
                                   const SubwordSettings& settings);

 private:
  std::vector<std::uint64_t> begins_;
  std::vector<RowId> rows_;
  std::vector<RowId> places_;
  std::size_t most_ = 0;
};

/// Rows of an input matrix: one a word and one a bucket, or one for each of `ngrams`. Throws as
/// SubwordRows does.
std::size_t InputRows(std::size_t words, const SubwordSettings& settings,
                      const Vocabulary* ngrams = nullptr);

}  // namespace firth::text
