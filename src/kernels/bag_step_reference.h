/// The step of a bag by the kernels that it is made of: what every SIMD target is held to.
#pragma once

#include <algorithm>

#include "kernels/bag_reference.h"
#include "kernels/bag_step.h"
#include "kernels/step_reference.h"

namespace firth::kernels::reference {

template <class Real>
StepLoss BagStep(const BagStepPlan<Real>& plan, Real rate, Real* scratch) {
  Real* const input = plan.step.inputs[0];
  Real* const before = input + plan.bag.columns;
  Gather(plan.bag, input);
  std::copy_n(input, plan.bag.columns, before);
  const StepLoss loss = Step(plan.step, rate, scratch);
  Scatter(PlanOfGivingBack(plan, before), input);
  return loss;
}

}  // namespace firth::kernels::reference
