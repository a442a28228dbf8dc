/// The step of a bag by the kernels that it is made of: what every SIMD target is held to.
#pragma once

#include "kernels/bag_reference.h"
#include "kernels/bag_step_in_parts.h"
#include "kernels/step_reference.h"

namespace firth::kernels::reference {

template <class Real>
StepLoss BagStep(const BagStepPlan<Real>& plan, Real rate, Real* scratch) {
  const auto step = [&](const StepPlan<Real>& own) { return Step(own, rate, scratch); };
  return BagStepInParts(plan, &Gather<Real>, step, &Scatter<Real>);
}

}  // namespace firth::kernels::reference
