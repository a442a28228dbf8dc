#include "firth/cpu_target.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "firth/error.h"
#include "kernels/simd.h"

namespace firth {
namespace {

using Named = std::pair<CpuTarget, std::string_view>;
// The best first, but for the two that are not SIMD.
constexpr std::array kNames = {
    Named{CpuTarget::kAvx512, "avx512"}, Named{CpuTarget::kAvx2, "avx2"},
    Named{CpuTarget::kSse4, "sse4"},     Named{CpuTarget::kNeon, "neon"},
    Named{CpuTarget::kScalar, "scalar"}, Named{CpuTarget::kBest, "best"}};

bool Available(CpuTarget target) {
  if (target == CpuTarget::kBest || target == CpuTarget::kScalar) return true;
  return kernels::SimdKernels(target) != nullptr;
}

}  // namespace

std::string_view CpuTargetName(CpuTarget target) {
  for (const auto& [value, name] : kNames) {
    if (value == target) return name;
  }
  return "unknown";
}

CpuTarget CpuTargetFromName(std::string_view name) {
  std::string known;
  for (const auto& [value, value_name] : kNames) {
    if (!Available(value)) continue;
    if (value_name == name) return value;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", value_name);
  }
  throw Error(ErrorKind::kSettings,
              fmt::format("cpu-target: '{}' is not on this processor; it has {}", name, known));
}

std::vector<CpuTarget> AvailableCpuTargets() {
  std::vector<CpuTarget> targets;
  for (const auto& [value, name] : kNames) {
    if (value != CpuTarget::kBest && Available(value)) targets.push_back(value);
  }
  return targets;
}

}  // namespace firth
