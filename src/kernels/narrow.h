/// Narrow rows (of bfloat16 numbers, the upper half of a float32's bits) as memory holds them, and
/// the float32 rows that steps work on.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/random.h"

namespace firth::kernels {

/// Two numbers of a narrow row. They stand far enough apart for whole vectors to be taken apart
/// without moving a lane: of each 32 columns word k holds column k in its upper half and column
/// k + 16 in its lower one; of 16 columns that are left at the end, k and k + 8.
using NarrowPair = std::uint32_t;

inline constexpr std::size_t kRoundingLanes = 16;

/// Where rounding by chance gets its bits: a xorshift generator (Marsaglia, Journal of Statistical
/// Software 8, 2003, the shifts 13, 17, 5) for each of 16 lanes. All take a step for 32 columns, or
/// for the 16 that are left at a row's end; the lower half of lane k is for the column in the upper
/// half of word k, its upper half for the other.
struct alignas(64) Rounding {
  Rounding() : Rounding(0) {}
  explicit Rounding(std::uint64_t seed) {
    base::SplitMix64 random(seed);
    // A lane that is 0 would stay so.
    for (std::uint32_t& lane : lanes) lane = static_cast<std::uint32_t>(random() >> 32) | 1U;
  }

  std::uint32_t lanes[kRoundingLanes];
};

/// Whole rows start on 64-byte boundaries, narrow ones on boundaries of 32 bytes; `columns`, a
/// multiple of 16, counts the numbers of a row, padding included. Threads: narrow rows may be
/// shared (Hogwild); everything else belongs to the caller.
template <class Real>
struct WidenPlan {
  const NarrowPair* const* narrow;
  Real* const* wide;
  std::size_t count;  ///< rows
  std::size_t columns;
};

/// Each number is rounded to one of its two neighbours in bfloat16, to the nearer one the more
/// often, so that its mean over all chances is the number itself; one that bfloat16 has stays
/// as it is. What is not finite stays so, as long as it is what arithmetic makes.
template <class Real>
struct NarrowPlan {
  const Real* const* wide;
  NarrowPair* const* narrow;
  std::size_t count;  ///< rows
  std::size_t columns;
  Rounding* rounding;  ///< goes on
};

}  // namespace firth::kernels
