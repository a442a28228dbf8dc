/// What the operating system says: why a call failed, how much memory and how many processors.
#pragma once

#include <cstdint>
#include <string>

#include "firth/error.h"

namespace firth::base {

/// The Error for a failed system call: "cannot WHAT: REASON", from errno.
/// A missing file is kNotFound, everything else kIo.
Error SystemError(const std::string& what, const std::string& path);

/// Bytes of physical memory.
std::uint64_t PhysicalMemory();

/// Gives memory that was freed, but kept for later, back to the system.
void ReturnFreeMemory();

/// Processors that this process may use, at least 1.
unsigned ProcessorCount();

/// As many threads as are asked for: 0 means one a processor.
inline unsigned ThreadCount(unsigned asked) { return asked == 0 ? ProcessorCount() : asked; }

}  // namespace firth::base
