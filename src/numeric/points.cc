#include "numeric/points.h"

#include <algorithm>
#include <cmath>

namespace firth::numeric {

void Points::Set(std::size_t row, std::span<const float> numbers, bool unit) {
  double square = 0;
  for (const float x : numbers) square += double{x} * double{x};
  const bool scaled = unit && square > 0;
  const double scale = scaled ? 1 / std::sqrt(square) : 1;
  squares_[row] = scaled ? 1 : square;
  std::transform(numbers.begin(), numbers.end(),
                 numbers_.begin() + static_cast<std::ptrdiff_t>(row * columns_),
                 [scale](float x) { return static_cast<float>(x * scale); });
}

void Dots(const kernels::Kernels<float>& kernels, RowsView points, std::size_t first,
          std::size_t count, RowsView centers, std::span<float> out) {
  kernels.dot_block({.queries = points.data + first * points.stride,
                     .query_count = count,
                     .query_stride = points.stride,
                     .rows = centers.data,
                     .row_count = centers.rows,
                     .row_stride = centers.stride,
                     .columns = points.columns,
                     .out = out.data(),
                     .out_stride = centers.rows});
}

}  // namespace firth::numeric
