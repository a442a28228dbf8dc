/// Some rows of the matrix of counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace firth::cooccurrence {

/// Consecutive rows as they were counted: the columns of each row in order, each once, and their
/// counts in units (PairUnit). Memory is kept for the next rows.
struct RowBlock {
  std::vector<std::uint32_t> columns;
  std::vector<std::uint64_t> sums;  ///< beside `columns`
  std::vector<std::size_t> ends;    ///< of each row

  void Clear() {
    columns.clear();
    sums.clear();
    ends.clear();
  }
  std::size_t rows() const { return ends.size(); }
  std::size_t BeginOf(std::size_t row) const { return row == 0 ? 0 : ends[row - 1]; }
};

}  // namespace firth::cooccurrence
