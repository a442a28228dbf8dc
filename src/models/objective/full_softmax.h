/// Full softmax: every word of the vocabulary is scored.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "firth/models.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// The loss of an input is -log softmax(scores)[centre]; the coefficient of each pair is
/// rate * ([output is the centre] - probability). Exact, and as slow as the vocabulary is large.
template <class Real>
class FullSoftmaxObjective {
 public:
  FullSoftmaxObjective(const ModelSettings& /*settings*/, const SharedParts<Real>& shared)
      : rows_(shared.output), words_(shared.words), kernels_(shared.kernels) {}

  /// All rows are used in every window: there is nothing to fetch ahead.
  static constexpr bool kPrefetches = false;
  std::size_t LargestOutputCount() const { return words_; }

  /// None: all rows are used in every window, and each thread must have its own.
  void ListRows(TokenId /*centre*/, std::vector<RowId>& /*rows*/) const {}

  void Begin() const {}
  void Foresee(base::SplitMix64& /*random*/) const {}

  void Prepare(TokenId centre, std::size_t inputs, base::SplitMix64& /*random*/,
               PreparedWindow<Real>& window) const {
    if (window.outputs.empty()) {
      Real** output = window.outputs.SetSize(words_);
      for (std::uint32_t i = 0; i < words_; ++i) *output++ = rows_.Address(RowId{i});
    }
    rows_.CountUseOfAll();
    window.examples = inputs;
    window.labels.assign(kernels::PaddedPairs(inputs, words_), kernels::kNegative<Real>);
    for (std::size_t i = 0; i < inputs; ++i) {
      window.labels[i * words_ + Index(centre)] = kernels::kPositive<Real>;
    }
  }

  kernels::StepLoss Step(const kernels::StepPlan<Real>& plan, Real rate, Real* scratch) const {
    kernels_.scores(plan, scratch);
    double loss = 0;
    for (std::size_t i = 0; i < plan.input_count; ++i) {
      loss += ToCoefficients(plan.labels + i * plan.output_count, rate,
                             {scratch + i * plan.output_count, plan.output_count});
    }
    kernels_.update(plan, scratch);
    return {loss};
  }

 private:
  /// Turns the scores of one input into coefficients and returns its loss. The largest score is
  /// taken off first, so that exp cannot overflow.
  static double ToCoefficients(const Real* labels, Real rate, std::span<Real> scores) {
    const Real largest = *std::ranges::max_element(scores);
    Real total = 0;
    Real wanted = 0;
    for (std::size_t o = 0; o < scores.size(); ++o) {
      const Real shifted = scores[o] - largest;
      if (labels[o] == kernels::kPositive<Real>) wanted = shifted;
      scores[o] = std::exp(shifted);
      total += scores[o];
    }
    for (std::size_t o = 0; o < scores.size(); ++o) {
      scores[o] = rate * (labels[o] - scores[o] / total);
    }
    return static_cast<double>(std::log(total) - wanted);
  }

  matrix::SharedRows<Real> rows_;
  std::size_t words_;
  const kernels::Kernels<Real>& kernels_;
};

}  // namespace firth::models
