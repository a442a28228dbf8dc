/// The optimisers' steps in plain loops: what every SIMD target is held to.
#pragma once

#include <cmath>
#include <cstddef>

#include "kernels/descend.h"

namespace firth::kernels::reference {

template <class Real>
void Adagrad(const AdagradPlan<Real>& plan) {
  for (std::size_t c = 0; c < plan.columns; ++c) {
    const Real grad = plan.grad[c];
    plan.sum[c] += grad * grad;
    plan.row[c] -= plan.rate * (grad / (std::sqrt(plan.sum[c]) + plan.eps));
  }
}

template <class Real>
void Adam(const AdamPlan<Real>& plan) {
  for (std::size_t c = 0; c < plan.columns; ++c) {
    const Real grad = plan.grad[c];
    plan.mean[c] += plan.rest1 * (grad - plan.mean[c]);
    plan.square[c] += plan.rest2 * (grad * grad - plan.square[c]);
    const Real divisor = std::sqrt(plan.square[c]) * plan.root_scale + plan.eps;
    plan.row[c] -= plan.rate * (plan.mean[c] / divisor);
  }
}

}  // namespace firth::kernels::reference
