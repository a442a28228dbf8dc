/// The step of one input that is a bag of rows (CBOW).
#pragma once

#include "kernels/bag.h"
#include "kernels/step.h"

namespace firth::kernels {

/// gather(bag, input), then step(step), then row_i += back * (what the input has moved by) for
/// every row of the bag. One visit to each row makes the input and scores it, another moves all.
///
/// `step.inputs` is one row, `input`, which is filled here. Behind its columns there is room for as
/// many again; what both hold afterwards is no result. The bag's rows are aligned as those of a
/// step, and are none of its outputs; `bag.before` and `bag.ahead` are not used. Threads: as for
/// StepPlan.
template <class Real>
struct BagStepPlan {
  BagPlan<Real> bag;
  Real back;
  StepPlan<Real> step;
};

}  // namespace firth::kernels
