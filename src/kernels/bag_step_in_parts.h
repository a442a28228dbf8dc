/// The step of a bag, one part after the other.
#pragma once

#include <algorithm>

#include "kernels/bag_step.h"

namespace firth::kernels {

/// What BagStepPlan says, by gather(bag, input), step(step), which returns the loss, and
/// scatter(bag, input).
template <class Real, class Gather, class Step, class Scatter>
StepLoss BagStepInParts(const BagStepPlan<Real>& plan, const Gather& gather, const Step& step,
                        const Scatter& scatter) {
  Real* const input = plan.step.inputs[0];
  Real* const before = input + plan.bag.columns;
  gather(plan.bag, input);
  std::copy_n(input, plan.bag.columns, before);
  const StepLoss loss = step(plan.step);
  scatter(PlanOfGivingBack(plan, before), input);
  return loss;
}

}  // namespace firth::kernels
