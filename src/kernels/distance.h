/// Dot products of many pairs of rows: the kernel of exact search.
#pragma once

#include <cstddef>

namespace firth::kernels {

/// out[q * out_stride + r] = query q . row r. Any number of columns, any strides, any alignment.
template <class Real>
struct DotBlock {
  const Real* queries;
  std::size_t query_count;
  std::size_t query_stride;
  const Real* rows;
  std::size_t row_count;
  std::size_t row_stride;
  std::size_t columns;
  Real* out;
  std::size_t out_stride;
};

}  // namespace firth::kernels
