/// What the processor can do with nothing else in the way: the measure of the other kernels.
#pragma once

#include <cstddef>

namespace firth::kernels {

/// What one round of `multiply_adds` counts as: so many vectors of 64 bytes are multiplied and
/// added to, each independent of the others, without touching memory. Targets whose vectors are
/// shorter do the same work in more instructions.
inline constexpr std::size_t kProbeVectors = 12;

/// Multiply-adds of one round; a multiply-add is two operations.
template <class Real>
inline constexpr std::size_t kProbeMultiplyAdds = kProbeVectors * 64 / sizeof(Real);

/// Numbers that `read` and `read_write` take at a time: their count is a multiple of it.
inline constexpr std::size_t kProbeBlock = 64 / sizeof(float);

}  // namespace firth::kernels
