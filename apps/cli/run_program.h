/// Other programs.
#pragma once

#include <string>
#include <vector>

namespace firth::cli {

/// Runs arguments[0], found in PATH, without a shell; it has this process's streams, but for what
/// it prints, which goes to standard error. Its exit code; 128 + N when signal N ended it. Throws
/// Error(kNotFound) when there is no such program, kIo when the system refuses.
int RunProgram(const std::vector<std::string>& arguments);

}  // namespace firth::cli
