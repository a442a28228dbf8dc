/// The bag kernels in plain loops: what every SIMD target is held to.
#pragma once

#include <cstddef>

#include "kernels/bag.h"
#include "kernels/shared_value.h"

namespace firth::kernels::reference {

template <class Real>
void Gather(const BagPlan<Real>& plan, Real* out) {
  for (std::size_t c = 0; c < plan.columns; ++c) {
    Real sum = 0;
    for (std::size_t i = 0; i < plan.count; ++i) sum += LoadShared(plan.rows[i][c]);
    out[c] = plan.scale * sum;
  }
}

template <class Real>
void Scatter(const BagPlan<Real>& plan, const Real* delta) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    for (std::size_t c = 0; c < plan.columns; ++c) {
      StoreShared(plan.rows[i][c], LoadShared(plan.rows[i][c]) + plan.scale * delta[c]);
    }
  }
}

}  // namespace firth::kernels::reference
