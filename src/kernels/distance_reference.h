/// The distance kernel in plain loops: what every SIMD target is held to.
#pragma once

#include <cstddef>

#include "kernels/distance.h"

namespace firth::kernels::reference {

template <class Real>
void DotBlocked(const DotBlock<Real>& block) {
  for (std::size_t q = 0; q < block.query_count; ++q) {
    for (std::size_t r = 0; r < block.row_count; ++r) {
      Real sum = 0;
      for (std::size_t c = 0; c < block.columns; ++c) {
        sum += block.queries[q * block.query_stride + c] * block.rows[r * block.row_stride + c];
      }
      block.out[q * block.out_stride + r] = sum;
    }
  }
}

}  // namespace firth::kernels::reference
