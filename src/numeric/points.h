/// Points of a space, as k-means meets them: rows of float32 and their squared lengths.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "kernels/kernels.h"

namespace firth::numeric {

/// Borrowed rows, any stride.
struct RowsView {
  const float* data = nullptr;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t stride = 0;

  std::span<const float> Row(std::size_t row) const { return {data + row * stride, columns}; }
};

/// Rows of its own, dense.
class Points {
 public:
  Points(std::size_t rows, std::size_t columns)
      : columns_(columns), numbers_(rows * columns), squares_(rows) {}

  std::size_t size() const { return squares_.size(); }
  RowsView view() const { return {numbers_.data(), size(), columns_, columns_}; }
  double Square(std::size_t row) const { return squares_[row]; }

  /// Copies `numbers` into a row; `unit`: scaled to length 1 (all zeros stay so).
  void Set(std::size_t row, std::span<const float> numbers, bool unit);

 private:
  std::size_t columns_;
  std::vector<float> numbers_;
  std::vector<double> squares_;
};

/// out[p * centers.rows + c] = row first + p of `points` . row c of `centers`, for `count` rows.
void Dots(const kernels::Kernels<float>& kernels, RowsView points, std::size_t first,
          std::size_t count, RowsView centers, std::span<float> out);

}  // namespace firth::numeric
