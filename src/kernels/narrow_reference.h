/// The kernels of narrow rows in plain loops: what every SIMD target is held to, to the bit.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "kernels/narrow.h"
#include "kernels/shared_value.h"

namespace firth::kernels::reference {

inline constexpr std::uint32_t kUpperHalf = 0xFFFF0000U;

/// visit(word, first, second) for the words of a row: `first` is the column of the upper half. The
/// words of a block are followed by one call of next().
template <class Visit, class Next>
void ForNarrowPairs(std::size_t columns, const Visit& visit, const Next& next) {
  constexpr std::size_t kBlock = 2 * kRoundingLanes;
  for (std::size_t begin = 0; begin < columns; begin += kBlock, next()) {
    const std::size_t half = columns - begin >= kBlock ? kBlock / 2 : kBlock / 4;
    for (std::size_t k = 0; k < half; ++k) visit(begin / 2 + k, begin + k, begin + k + half);
  }
}

template <class Real>
void Widen(const WidenPlan<Real>& plan) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    const auto visit = [&](std::size_t word, std::size_t first, std::size_t second) {
      const NarrowPair pair = LoadShared(plan.narrow[i][word]);
      plan.wide[i][first] = static_cast<Real>(std::bit_cast<float>(pair & kUpperHalf));
      plan.wide[i][second] = static_cast<Real>(std::bit_cast<float>(pair << 16U));
    };
    ForNarrowPairs(plan.columns, visit, [] {});
  }
}

inline void StepRounding(Rounding& rounding) {
  for (std::uint32_t& lane : rounding.lanes) {
    lane ^= lane << 13U;
    lane ^= lane >> 17U;
    lane ^= lane << 5U;
  }
}

template <class Real>
void Narrow(const NarrowPlan<Real>& plan) {
  Rounding& rounding = *plan.rounding;
  const auto step = [&rounding] { StepRounding(rounding); };
  for (std::size_t i = 0; i < plan.count; ++i) {
    const auto bits = [row = plan.wide[i]](std::size_t column) {
      return std::bit_cast<std::uint32_t>(static_cast<float>(row[column]));
    };
    const auto visit = [&](std::size_t word, std::size_t first, std::size_t second) {
      const std::uint32_t chance = rounding.lanes[word % kRoundingLanes];
      const std::uint32_t upper = (bits(first) + (chance & ~kUpperHalf)) & kUpperHalf;
      const std::uint32_t lower = (bits(second) + (chance >> 16U)) >> 16U;
      StoreShared(plan.narrow[i][word], upper | lower);
    };
    ForNarrowPairs(plan.columns, visit, step);
  }
}

}  // namespace firth::kernels::reference
