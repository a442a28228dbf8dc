#include "hnsw/distances.h"

#include <limits>

#include "firth/error.h"

namespace firth::hnsw {

Distances::Distances(MatrixView rows, Metric metric, const kernels::Kernels<float>& kernels)
    : rows_(rows), metric_(metric), kernels_(kernels), terms_(rows.rows) {
  for (std::size_t i = 0; i < rows.rows; ++i) {
    terms_[i] = TermOf(rows.Row(RowId{static_cast<std::uint32_t>(i)}));
  }
}

float Distances::Dot(const float* a, const float* b) const {
  float dot = 0;
  kernels_.dot_block({.queries = a,
                      .query_count = 1,
                      .query_stride = rows_.columns,
                      .rows = b,
                      .row_count = 1,
                      .row_stride = rows_.columns,
                      .columns = rows_.columns,
                      .out = &dot,
                      .out_stride = 1});
  return dot;
}

float Distances::TermOf(std::span<const float> numbers) const {
  const float square = Dot(numbers.data(), numbers.data());
  // Then no dot product overflows, nor a squared distance, which would have no order.
  if (!(square <= std::numeric_limits<float>::max() / 4)) {
    throw Error(ErrorKind::kInput, "a vector is too long for distances to be compared in float32");
  }
  if (metric_ == Metric::kDot) return 0;
  if (metric_ == Metric::kL2) return square;
  return square > 0 ? 1 / std::sqrt(square) : 0.0F;
}

}  // namespace firth::hnsw
