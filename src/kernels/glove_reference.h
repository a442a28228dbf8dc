/// GloVe's kernels in plain loops, for any Real: what every SIMD target is held to.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "kernels/glove.h"

namespace firth::kernels::reference {

template <class Real>
void GloveTerms(const GloveTermsPlan<Real>& plan) {
  for (std::size_t k = 0; k < plan.count; ++k) {
    const Real log = std::log(plan.counts[k]);
    plan.logs[k] = log;
    plan.weights[k] = std::exp(std::min<Real>(0, plan.alpha * (log - plan.log_x_max)));
  }
}

/// How far pair k is from its target.
template <class Real>
Real GloveDifference(const GlovePlan<Real>& plan, std::size_t k) {
  const Real* const row = plan.Row(k);
  const Real* const column = plan.Column(k);
  Real sum = 0;
  for (std::size_t c = 0; c < plan.dim; ++c) sum += row[c] * column[c];
  return sum + row[plan.dim] + column[plan.dim] - plan.logs[k];
}

/// One number, its rate and its step before that.
template <class Real>
void GloveMove(Real& value, Real& rate, Real step) {
  const Real move = step * rate;
  value -= move;
  rate /= std::sqrt(1 + move * move);
}

template <class Real>
double GloveLoss(const GlovePlan<Real>& plan) {
  double loss = 0;
  for (std::size_t k = 0; k < plan.count; ++k) {
    const Real diff = GloveDifference(plan, k);
    loss += static_cast<double>(plan.weights[k] * diff * diff) / 2;
  }
  return loss;
}

template <class Real>
double GloveStep(const GlovePlan<Real>& plan) {
  constexpr Real kClip = kGloveClip<Real>;
  double loss = 0;
  for (std::size_t k = 0; k < plan.count; ++k) {
    Real* const row = plan.rows + plan.places[k].row * plan.stride;
    Real* const column = plan.columns + plan.places[k].column * plan.stride;
    const Real diff = GloveDifference(plan, k);
    const Real g = plan.weights[k] * diff;
    loss += static_cast<double>(g * diff) / 2;
    for (std::size_t c = 0; c < plan.dim; ++c) {
      const Real row_step = plan.eta * std::clamp(g * column[c], -kClip, kClip);
      const Real column_step = plan.eta * std::clamp(g * row[c], -kClip, kClip);
      GloveMove(row[c], row[plan.rates + c], row_step);
      GloveMove(column[c], column[plan.rates + c], column_step);
    }
    GloveMove(row[plan.dim], row[plan.rates + plan.dim], plan.bias_eta * g);
    GloveMove(column[plan.dim], column[plan.rates + plan.dim], plan.bias_eta * g);
  }
  return loss;
}

}  // namespace firth::kernels::reference
