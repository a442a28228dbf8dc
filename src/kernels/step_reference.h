/// The step kernels in plain loops, for any Real: what every SIMD target is held to.
#pragma once

#include <cmath>
#include <cstddef>

#include "kernels/shared_value.h"
#include "kernels/step.h"

namespace firth::kernels::reference {

template <class Real>
void Scores(const StepPlan<Real>& plan, Real* scores) {
  for (std::size_t i = 0; i < plan.input_count; ++i) {
    for (std::size_t o = 0; o < plan.output_count; ++o) {
      Real sum = 0;
      for (std::size_t c = 0; c < plan.columns; ++c) {
        sum += LoadShared(plan.inputs[i][c]) * LoadShared(plan.outputs[o][c]);
      }
      scores[i * plan.output_count + o] = sum;
    }
  }
}

template <class Real>
StepLoss Coefficients(const StepPlan<Real>& plan, Real rate, Real* scores) {
  double loss = 0;
  for (std::size_t pair = 0; pair < plan.input_count * plan.output_count; ++pair) {
    const Real label = plan.labels[pair];
    const Real score = scores[pair];
    if (label == kSkip<Real>) {
      scores[pair] = 0;
      continue;
    }
    // exp of a negative number only: it cannot overflow.
    const Real e = std::exp(-std::abs(score));
    const Real probability = score >= 0 ? 1 / (1 + e) : e / (1 + e);
    const Real towards = label == kPositive<Real> ? score : -score;
    loss += static_cast<double>((towards < 0 ? -towards : 0) + std::log1p(e));
    scores[pair] = rate * (label - probability);
  }
  return {loss};
}

template <class Real>
void Update(const StepPlan<Real>& plan, Real* coefficients) {
  Real* const moves =
      coefficients + PaddedPairs(plan.input_count, plan.output_count) + kLabelPadding;
  for (std::size_t c = 0; c < plan.columns; ++c) {
    for (std::size_t i = 0; i < plan.input_count; ++i) {
      moves[i] = 0;
      for (std::size_t o = 0; o < plan.output_count; ++o) {
        moves[i] += coefficients[i * plan.output_count + o] * LoadShared(plan.outputs[o][c]);
      }
    }
    for (std::size_t o = 0; o < plan.output_count; ++o) {
      Real sum = LoadShared(plan.outputs[o][c]);
      for (std::size_t i = 0; i < plan.input_count; ++i) {
        sum += coefficients[i * plan.output_count + o] * LoadShared(plan.inputs[i][c]);
      }
      StoreShared(plan.outputs[o][c], sum);
    }
    for (std::size_t i = 0; i < plan.input_count; ++i) {
      StoreShared(plan.inputs[i][c], LoadShared(plan.inputs[i][c]) + moves[i]);
    }
  }
}

template <class Real>
StepLoss Step(const StepPlan<Real>& plan, Real rate, Real* scratch) {
  Scores(plan, scratch);
  const StepLoss loss = Coefficients(plan, rate, scratch);
  Update(plan, scratch);
  return loss;
}

template <class Real>
StepLoss StepOneByOne(const StepPlan<Real>& plan, const OneByOne<Real>& rule, Real* scratch) {
  StepLoss loss{};
  StepPlan<Real> one = plan;
  one.input_count = 1;
  for (std::size_t i = 0; i < plan.input_count; ++i) {
    one.inputs = plan.inputs + i;
    Scores(one, scratch);
    StepPlan<Real> pair = one;
    pair.output_count = 1;
    for (std::size_t o = 0; o < plan.output_count; ++o) {
      pair.labels = plan.labels + o;
      const bool certain = std::abs(scratch[o]) >= rule.certain;
      loss.sum += Coefficients(pair, rule.rate, scratch + o).Value();
      if (certain) scratch[o] = 0;
    }
    Update(one, scratch);
  }
  return loss;
}

}  // namespace firth::kernels::reference
