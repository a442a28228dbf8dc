/// Narrow rows, of bfloat16 numbers, that are trained.
#pragma once

#include <cstddef>
#include <cstdint>

#include "firth/matrix.h"
#include "kernels/kernels.h"

namespace firth::matrix {

/// A matrix of bfloat16 numbers as kernels::Widen and Narrow know them: a row takes half of the
/// memory of a padded row of Matrix. Movable.
///
/// Threads: rows may be written while others are (SharedRows says what holds then).
class NarrowMatrix {
 public:
  NarrowMatrix() = default;
  /// All zeros. Throws Error(kMemory) when the system has not that much.
  NarrowMatrix(std::size_t rows, std::size_t columns)
      : columns_(columns),
        stride_(RowStride<float>(columns, RowLayout::kPadded)),
        words_(rows, stride_ / 2, RowLayout::kDense) {}

  std::size_t rows() const { return words_.rows(); }
  std::size_t columns() const { return columns_; }
  /// Numbers in a row, padding included.
  std::size_t stride() const { return stride_; }

  kernels::NarrowPair* MutableRowData(RowId row) {
    return reinterpret_cast<kernels::NarrowPair*>(words_.MutableRowData(RowId{0})) +
           Index(row) * (stride_ / 2);
  }

  /// One row; `wide` has room for stride() numbers and starts on a 64-byte boundary.
  void Read(const kernels::Kernels<float>& kernels, RowId row, float* wide) {
    const kernels::NarrowPair* const narrow = MutableRowData(row);
    kernels.widen({&narrow, &wide, 1, stride_});
  }
  /// The same the other way: what lies behind columns() must be zeros.
  void Write(const kernels::Kernels<float>& kernels, RowId row, const float* wide,
             kernels::Rounding& rounding) {
    kernels::NarrowPair* const narrow = MutableRowData(row);
    kernels.narrow({&wide, &narrow, 1, stride_, &rounding});
  }

 private:
  std::size_t columns_ = 0;
  std::size_t stride_ = 0;
  Matrix words_;  ///< its memory alone: no number of it is read or written as one
};

}  // namespace firth::matrix
