/// The bag kernels in plain loops: what every SIMD target is held to.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernels/bag.h"
#include "kernels/shared_value.h"

namespace firth::kernels::reference {

template <class Real>
Real WeightOf(const BagPlan<Real>& plan, std::size_t i) {
  return plan.weights == nullptr ? Real{1} : plan.weights[i];
}

template <class Real>
void Gather(const BagPlan<Real>& plan, Real* out) {
  for (std::size_t c = 0; c < plan.columns; ++c) {
    Real sum = 0;
    for (std::size_t i = 0; i < plan.count; ++i) {
      sum += WeightOf(plan, i) * LoadShared(plan.rows[i][c]);
    }
    out[c] = plan.scale * sum;
  }
}

template <class Real>
void Scatter(const BagPlan<Real>& plan, const Real* delta) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    const Real scale = plan.scale * WeightOf(plan, i);
    for (std::size_t c = 0; c < plan.columns; ++c) {
      const Real move = plan.before == nullptr ? delta[c] : delta[c] - plan.before[c];
      StoreShared(plan.rows[i][c], LoadShared(plan.rows[i][c]) + scale * move);
    }
  }
}

template <class Real>
void Copy(const CopyPlan<Real>& plan) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    std::copy_n(plan.rows[i], plan.columns, plan.out + i * plan.columns);
  }
}

template <class Real>
void Maximum(const MaximumPlan<Real>& plan, Real* out, std::uint32_t* winners) {
  for (std::size_t c = 0; c < plan.columns; ++c) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < plan.count; ++i) {
      if (plan.rows[i][c] > plan.rows[best][c]) best = i;
    }
    out[c] = plan.rows[best][c];
    winners[c] = plan.places[best];
  }
}

template <class Real>
void AddWon(const WonPlan<Real>& plan, Real* sum) {
  for (std::size_t c = 0; c < plan.columns; ++c) {
    if (plan.winners[c] == plan.place) sum[c] += plan.delta[c];
  }
}

}  // namespace firth::kernels::reference
