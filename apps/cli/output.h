/// What the verbs share in speaking to people and programs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/display.h"
#include "firth/cpu_target.h"

namespace firth::cli {

inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

/// One line on stderr.
void Note(std::string_view line);

/// "17,005,207"
using base::WithThousands;

/// "62.4 MB" (powers of ten, as disks and rates are counted)
std::string Bytes(std::uint64_t bytes);

/// The kernels to use: what FIRTH_CPU_TARGET names, else the best. The library reads no
/// environment; the command does, here.
CpuTarget CpuTargetFromEnvironment();

/// The result of a verb that ends with another exit code than 0, as an exception: main returns it.
struct ExitCode {
  int value;
};

}  // namespace firth::cli
