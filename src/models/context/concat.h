/// The fully connected network: every place of the window has weights of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "firth/matrix.h"
#include "firth/models.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"

namespace firth::models {

/// The input is the rows of the window one behind the other, 2 x window places of them, zeros where
/// there is no word; an output row has a weight for each of these numbers (Bengio et al. 2003, JMLR
/// 3, whose direct connections these are). Places keep the padded length of a row.
template <class Real>
class ConcatContext {
 public:
  ConcatContext(const ModelSettings& settings, const SharedParts<Real>& shared)
      : kernels_(shared.kernels),
        place_(shared.input.stride()),
        rows_(2, 2 * settings.window * shared.input.stride()) {}

  static constexpr bool kPlaced = true;
  static std::size_t LabelledInputs(const PreparedWindow<Real>& /*window*/) { return 1; }

  template <class Objective>
  kernels::StepLoss Run(const PreparedWindow<Real>& window, std::span<const Real* const> fetch,
                        const Objective& objective, Real rate, Real* scratch) {
    Real* const joined = rows_.MutableRowData(RowId{0});
    Real* const before = rows_.MutableRowData(RowId{1});
    const std::size_t columns = rows_.stride();
    std::fill_n(joined, columns, Real{0});
    for (std::size_t i = 0; i < window.inputs.size(); ++i) {
      kernels_.gather({&window.inputs[i], 1, place_, 1}, joined + window.places[i] * place_);
    }
    std::copy_n(joined, columns, before);

    Real* const inputs[] = {joined};
    const kernels::StepPlan<Real> plan{inputs,
                                       1,
                                       window.outputs.data(),
                                       window.outputs.size(),
                                       window.labels.data(),
                                       columns,
                                       fetch.data(),
                                       fetch.size()};
    const kernels::StepLoss loss = objective.Step(plan, rate, scratch);

    for (std::size_t i = 0; i < window.inputs.size(); ++i) {
      const std::size_t at = window.places[i] * place_;
      kernels::BagPlan<Real> bag{&window.inputs[i], 1, place_, 1};
      bag.before = before + at;
      kernels_.scatter(bag, joined + at);
    }
    return loss;
  }

 private:
  const kernels::Kernels<Real>& kernels_;
  std::size_t place_;
  BasicMatrix<Real> rows_;  ///< the joined rows, and what they were before the step
};

}  // namespace firth::models
