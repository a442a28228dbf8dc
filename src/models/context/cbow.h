/// CBOW: the mean, or the sum, of the window is one input.
#pragma once

#include <cstddef>
#include <numeric>
#include <span>

#include "firth/matrix.h"
#include "firth/models.h"
#include "kernels/bag_step_in_parts.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// Mikolov et al. 2013 (arXiv 1301.3781). The hidden vector is the mean of the n context rows, so
/// that the gradient of each of them is 1/n of the hidden vector's (CbowGradient::kExact; Irsoy,
/// Benton, Stratos 2021, arXiv 2012.15332). word2vec.c gives each the whole (kWord2vec). With
/// Pad::kZero n counts the zero vectors beyond the sentence too. Where a word has several rows, it
/// is the mean of all rows of all words (fastText).
template <class Real>
class CbowContext {
 public:
  CbowContext(const ModelSettings& settings, const SharedParts<Real>& shared)
      : settings_(settings), kernels_(shared.kernels), hidden_(2, shared.input.stride()) {}

  static constexpr bool kPlaced = false;
  static std::size_t LabelledInputs(const PreparedWindow<Real>& /*window*/) { return 1; }

  template <class Objective>
  kernels::StepLoss Run(const PreparedWindow<Real>& window, std::span<const Real* const> fetch,
                        const Objective& objective, Real rate, Real* scratch) {
    const Real weight = RowWeight(window);
    const std::size_t columns = hidden_.stride();
    Real* const inputs[] = {hidden_.MutableRowData(RowId{0})};
    kernels::BagPlan<Real> bag{window.inputs.data(), window.inputs.size(), columns, weight};
    if (!window.row_counts.empty()) bag.weights = window.row_counts.data();
    const Real back = settings_.cbow_gradient == CbowGradient::kExact ? weight : 1;
    const kernels::BagStepPlan<Real> plan{
        bag,
        back,
        {inputs, 1, window.outputs.data(), window.outputs.size(), window.labels.data(), columns,
         fetch.data(), fetch.size()}};
    if constexpr (requires { objective.BagStep(plan, rate, scratch); }) {
      return objective.BagStep(plan, rate, scratch);
    } else {
      const auto own = [&](const auto& step) { return objective.Step(step, rate, scratch); };
      return kernels::BagStepInParts(plan, kernels_.gather, own, kernels_.scatter);
    }
  }

 private:
  /// What each row of the window counts in the hidden vector.
  Real RowWeight(const PreparedWindow<Real>& window) const {
    if (settings_.cbow_combine == CbowCombine::kSum) return 1;
    const std::size_t inputs = window.inputs.size();
    const auto absent = static_cast<Real>(settings_.pad == Pad::kZero ? window.width - inputs : 0);
    const auto& counts = window.row_counts;
    if (counts.empty()) return 1 / (absent + static_cast<Real>(inputs));
    return 1 / std::accumulate(counts.begin(), counts.end(), absent);
  }

  ModelSettings settings_;
  const kernels::Kernels<Real>& kernels_;
  BasicMatrix<Real> hidden_;  ///< the hidden vector, and what it was before the step
};

}  // namespace firth::models
