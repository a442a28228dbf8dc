/// CBOW: the mean of the window is one input.
#pragma once

#include <cstddef>

#include "firth/matrix.h"
#include "firth/models.h"
#include "kernels/kernels.h"
#include "models/prepared_window.h"

namespace firth::models {

/// Mikolov et al. 2013 (arXiv 1301.3781). The hidden vector is the mean of the n context rows, so
/// that the gradient of each of them is 1/n of the hidden vector's (CbowGradient::kExact; Irsoy,
/// Benton, Stratos 2021, arXiv 2012.15332). word2vec.c gives each the whole (kWord2vec).
template <class Real>
class CbowContext {
 public:
  CbowContext(const ModelSettings& settings, const kernels::Kernels<Real>& kernels,
              std::size_t stride)
      : kernels_(kernels), gradient_(settings.cbow_gradient), rows_(2, stride) {}

  static std::size_t LabelledInputs(const PreparedWindow<Real>& /*window*/) { return 1; }

  kernels::StepLoss Run(const PreparedWindow<Real>& window, Real rate, Real* scratch) {
    Real* const hidden = rows_.MutableRowData(RowId{0});
    Real* const delta = rows_.MutableRowData(RowId{1});
    const std::size_t columns = rows_.stride();
    const Real mean = 1 / static_cast<Real>(window.inputs.size());
    kernels::BagPlan<Real> bag{window.inputs.data(), window.inputs.size(), columns, mean};
    kernels_.gather(bag, hidden);
    for (std::size_t c = 0; c < columns; ++c) delta[c] = -hidden[c];

    Real* const inputs[] = {hidden};
    const kernels::StepPlan<Real> plan{
        inputs, 1, window.outputs.data(), window.outputs.size(), window.labels.data(), columns};
    const kernels::StepLoss loss = kernels_.step(plan, rate, scratch);

    for (std::size_t c = 0; c < columns; ++c) delta[c] += hidden[c];
    bag.scale = gradient_ == CbowGradient::kExact ? mean : 1;
    kernels_.scatter(bag, delta);
    return loss;
  }

 private:
  const kernels::Kernels<Real>& kernels_;
  CbowGradient gradient_;
  BasicMatrix<Real> rows_;  ///< the hidden vector, and what the step moved it by
};

}  // namespace firth::models
