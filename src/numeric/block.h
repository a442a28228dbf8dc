/// Few columns of many numbers: what a sparse matrix is multiplied by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/pages.h"

namespace firth::numeric {

/// `rows` x `columns` numbers, row by row, zeros at first; rows start on multiples of 64 bytes.
/// Throws std::bad_alloc. Movable.
class Block {
 public:
  Block() = default;
  Block(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), pages_(BytesNeeded(rows, columns)) {}

  static std::uint64_t BytesNeeded(std::size_t rows, std::size_t columns) {
    return std::uint64_t{rows} * Stride(columns) * sizeof(float);
  }

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::size_t stride() const { return Stride(columns_); }
  float* Data() { return pages_.As<float>().data(); }
  const float* Data() const { return pages_.As<float>().data(); }
  float* Row(std::size_t row) { return Data() + row * stride(); }
  std::span<const float> Row(std::size_t row) const { return {Data() + row * stride(), columns_}; }

 private:
  static std::size_t Stride(std::size_t columns) { return (columns + 15) / 16 * 16; }

  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  base::Pages pages_;
};

}  // namespace firth::numeric
