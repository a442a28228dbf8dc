/// Skip-gram: every word of the window is an input of its own.
#pragma once

#include <cstddef>
#include <span>

#include "firth/models.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// Mikolov et al. 2013 (arXiv 1301.3781), turned round as word2vec.c turns it: the words of the
/// window predict the centre. Over a corpus the pairs are the same.
template <class Real>
class SkipgramContext {
 public:
  SkipgramContext(const ModelSettings& /*settings*/, const SharedParts<Real>& shared)
      : stride_(shared.input.stride()) {}

  /// Whether it matters where in the window a word stands.
  static constexpr bool kPlaced = false;
  /// How many inputs the objective must label.
  static std::size_t LabelledInputs(const PreparedWindow<Real>& window) {
    return window.inputs.size();
  }

  template <class Objective>
  kernels::StepLoss Run(const PreparedWindow<Real>& window, std::span<const Real* const> fetch,
                        const Objective& objective, Real rate, Real* scratch) {
    const kernels::StepPlan<Real> plan{window.inputs.data(),  window.inputs.size(),
                                       window.outputs.data(), window.outputs.size(),
                                       window.labels.data(),  stride_,
                                       fetch.data(),          fetch.size()};
    return objective.Step(plan, rate, scratch);
  }

 private:
  std::size_t stride_;
};

}  // namespace firth::models
