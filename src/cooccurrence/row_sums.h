/// The sums of one row while it is counted.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/pages.h"
#include "cooccurrence/row_block.h"

namespace firth::cooccurrence {

/// A cell for each word, and two levels of bits that say which cells are in use: so the columns of
/// a row come out in order without being sorted, and a row of few cells does not cost a look at all
/// of them. Cells of 32 bits are for rows whose sums fit; they take half the cache. Not
/// thread-safe.
class RowSums {
 public:
  explicit RowSums(std::size_t words)
      : words_(words),
        narrow_(words * sizeof(std::uint32_t)),
        wide_(words * sizeof(std::uint64_t)),
        used_((words + 63) / 64),
        used_words_((used_.size() + 63) / 64) {}

  std::size_t words() const { return words_; }

  /// Bytes that it may take.
  static std::uint64_t MemoryBytes(std::uint64_t words) { return words * 12 + words / 7; }

  /// Adding to cells of type Sum until TakeRow. One alone at a time.
  template <class Sum>
  class Adder {
   public:
    explicit Adder(RowSums& sums)
        : sums_(sums.Cells<Sum>()),
          used_(sums.used_.data()),
          used_words_(sums.used_words_.data()) {}

    /// REQUIRES: column < words; amount > 0; the sum fits.
    void Add(std::uint32_t column, Sum amount) {
      const Sum before = sums_[column];
      sums_[column] = before + amount;
      if (before != 0) return;
      used_[column >> 6] |= std::uint64_t{1} << (column & 63);
      used_words_[column >> 12] |= std::uint64_t{1} << (column >> 6 & 63);
    }

   private:
    Sum* sums_;
    std::uint64_t* used_;
    std::uint64_t* used_words_;
  };

  /// Appends the row to `out`; all cells are 0 again. REQUIRES: they were of type Sum.
  template <class Sum>
  void TakeRow(RowBlock& out) {
    Sum* sums = Cells<Sum>();
    for (std::size_t top = 0; top < used_words_.size(); ++top) {
      for (std::uint64_t words = used_words_[top]; words != 0; words &= words - 1) {
        const std::size_t word = top * 64 + static_cast<std::size_t>(std::countr_zero(words));
        TakeCells(word, sums, out);
      }
      used_words_[top] = 0;
    }
    out.ends.push_back(out.columns.size());
  }

 private:
  template <class Sum>
  Sum* Cells() const {
    return (sizeof(Sum) == sizeof(std::uint32_t) ? narrow_ : wide_).template As<Sum>().data();
  }

  template <class Sum>
  void TakeCells(std::size_t word, Sum* sums, RowBlock& out) {
    const auto cells = static_cast<std::size_t>(std::popcount(used_[word]));
    std::size_t at = out.columns.size();
    out.columns.resize(at + cells);
    out.sums.resize(at + cells);
    for (std::uint64_t bits = used_[word]; bits != 0; bits &= bits - 1, ++at) {
      const std::size_t column = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      out.columns[at] = static_cast<std::uint32_t>(column);
      out.sums[at] = sums[column];
      sums[column] = 0;
    }
    used_[word] = 0;
  }

  std::size_t words_;
  base::Pages narrow_;
  base::Pages wide_;
  std::vector<std::uint64_t> used_;        ///< a bit a cell
  std::vector<std::uint64_t> used_words_;  ///< a bit a word of used_
};

}  // namespace firth::cooccurrence
