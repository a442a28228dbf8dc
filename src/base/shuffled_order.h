/// A chance order.
#pragma once

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "base/random.h"

namespace firth::base {

/// The numbers below `count`, in the order that the seed has for them (Fisher-Yates).
/// REQUIRES: count <= 2^32.
inline std::vector<std::uint32_t> ShuffledOrder(std::uint64_t count, std::uint64_t seed) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  SplitMix64 random = StreamFor(seed);
  for (std::uint64_t left = count; left > 1; --left) {
    std::swap(order[left - 1], order[random.Below(static_cast<std::uint32_t>(left))]);
  }
  return order;
}

}  // namespace firth::base
