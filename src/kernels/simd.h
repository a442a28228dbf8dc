/// The SIMD kernels that this build holds.
#pragma once

#include "kernels/kernels.h"

namespace firth::kernels {

/// The table of a SIMD target, or null when this build or this processor lacks it.
/// REQUIRES: target is neither kBest nor kScalar.
const Kernels<float>* SimdKernels(CpuTarget target);

}  // namespace firth::kernels
