/// Rows of numbers: the storage under every embedding.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "firth/types.h"

namespace firth {

/// Rows start on addresses that are multiples of this many bytes when padded.
inline constexpr std::size_t kRowAlignment = 64;

enum class RowLayout {
  kDense,   ///< rows follow each other without a gap: what files hold
  kPadded,  ///< rows are padded with zeros to a multiple of 64 bytes: what kernels train on
};

/// The distance between the starts of two rows, in elements.
template <class Real>
constexpr std::size_t RowStride(std::size_t columns, RowLayout layout) {
  constexpr std::size_t kLane = kRowAlignment / sizeof(Real);
  return layout == RowLayout::kDense ? columns : (columns + kLane - 1) / kLane * kLane;
}

/// A borrowed, read-only matrix. Valid as long as what it was taken from.
template <class Real>
struct BasicMatrixView {
  const Real* data = nullptr;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t stride = 0;  ///< elements from one row to the next, at least `columns`

  const Real* RowData(RowId row) const { return data + Index(row) * stride; }
  std::span<const Real> Row(RowId row) const { return {RowData(row), columns}; }
};

/// A matrix of `rows` x `columns` numbers, row by row. It owns its storage, or shares a read-only
/// storage (a mapped file) with others. Movable; copying is explicit.
///
/// Threads: reading from several is safe; writing is not, but for SharedRows, which says what
/// holds then.
template <class Real>
class BasicMatrix {
 public:
  BasicMatrix() = default;

  /// All zeros, padding included. Throws Error(kMemory) when the system has not that much.
  BasicMatrix(std::size_t rows, std::size_t columns, RowLayout layout = RowLayout::kPadded);

  /// A read-only matrix over storage that `owner` keeps alive. `data` holds
  /// (rows - 1) * stride + columns elements, aligned as Real asks.
  static BasicMatrix Borrow(std::shared_ptr<const void> owner, const Real* data, std::size_t rows,
                            std::size_t columns, std::size_t stride);

  /// The same over storage that may be written to.
  static BasicMatrix BorrowWritable(std::shared_ptr<const void> owner, Real* data, std::size_t rows,
                                    std::size_t columns, std::size_t stride);

  BasicMatrix(BasicMatrix&&) noexcept = default;
  BasicMatrix& operator=(BasicMatrix&&) noexcept = default;
  BasicMatrix(const BasicMatrix&) = delete;
  BasicMatrix& operator=(const BasicMatrix&) = delete;

  std::size_t rows() const { return view_.rows; }
  std::size_t columns() const { return view_.columns; }
  std::size_t stride() const { return view_.stride; }
  bool writable() const { return writable_ != nullptr; }

  BasicMatrixView<Real> view() const { return view_; }
  std::span<const Real> Row(RowId row) const { return view_.Row(row); }

  /// REQUIRES: writable(), row < rows(). The span covers `columns()`, not the padding.
  std::span<Real> MutableRow(RowId row) { return {MutableRowData(row), columns()}; }
  Real* MutableRowData(RowId row) { return writable_ + Index(row) * stride(); }

  /// A read-only matrix over the same storage, which lives as long as either does.
  BasicMatrix Share() const;

  /// An owned copy in the layout asked for.
  BasicMatrix Copy(RowLayout layout) const;

 private:
  std::shared_ptr<const void> owner_;
  BasicMatrixView<Real> view_;
  Real* writable_ = nullptr;
};

using Matrix = BasicMatrix<float>;
using MatrixView = BasicMatrixView<float>;

extern template class BasicMatrix<float>;
extern template class BasicMatrix<double>;

}  // namespace firth
