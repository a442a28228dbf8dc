/// The step of one input that is a bag of rows (CBOW).
#pragma once

#include "kernels/bag.h"
#include "kernels/step.h"

namespace firth::kernels {

/// gather(bag, input), then step(step), then row_i += back * (what the input has moved by) for
/// every row of the bag, as often as it stands there. One visit to each row makes the input and
/// scores it, another moves all.
///
/// `step.inputs` is one row, `input`, which is filled here and is neither one of the bag nor an
/// output. Behind its columns there is room for as many again; what both hold afterwards is no
/// result. The bag's rows have the columns and the alignment of the step's, and are none of its
/// outputs. Weights are for gathering alone; `bag.before` and `bag.ahead` are not used.
///
/// Threads: as for StepPlan.
template <class Real>
struct BagStepPlan {
  BagPlan<Real> bag;
  Real back;
  StepPlan<Real> step;
};

/// What gives back to the bag's rows, by scatter, how the input has moved from `before`.
template <class Real>
BagPlan<Real> PlanOfGivingBack(const BagStepPlan<Real>& plan, const Real* before) {
  BagPlan<Real> back = plan.bag;
  back.scale = plan.back;
  back.weights = nullptr;  // what the input moves by is what each row moves by
  back.before = before;
  return back;
}

}  // namespace firth::kernels
