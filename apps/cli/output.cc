#include "output.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace firth::cli {

void Note(std::string_view line) { fmt::print(stderr, "{}\n", line); }

std::string Bytes(std::uint64_t bytes) {
  constexpr std::array kUnits = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.95 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} bytes", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

CpuTarget CpuTargetFromEnvironment() {
  const char* name = std::getenv("FIRTH_CPU_TARGET");
  return name == nullptr || *name == '\0' ? CpuTarget::kBest : CpuTargetFromName(name);
}

}  // namespace firth::cli
