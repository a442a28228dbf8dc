/// Which instructions the kernels use.
#pragma once

#include <string_view>
#include <vector>

namespace firth {

/// kBest is the best that this processor has. kScalar is the plain reference.
enum class CpuTarget { kBest, kScalar, kSse4, kAvx2, kAvx512, kNeon };

/// "best", "scalar", "sse4", "avx2", "avx512", "neon".
std::string_view CpuTargetName(CpuTarget target);
/// Throws Error(kSettings) naming the targets that this processor has.
CpuTarget CpuTargetFromName(std::string_view name);
/// What this build and this processor have, the best first, kScalar last.
std::vector<CpuTarget> AvailableCpuTargets();

}  // namespace firth
