/// The blank kernel in plain loops: what every SIMD target is held to.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernels/blanks.h"

namespace firth::kernels::reference {

constexpr bool IsBlankByte(unsigned char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

inline void FindBlanks(const BlankPlan& plan) {
  for (std::size_t word = 0; word < BlankMapSize(plan.size); ++word) {
    const std::size_t begin = word * 64;
    const std::size_t count = std::min<std::size_t>(64, plan.size - begin);
    std::uint64_t blanks = count == 64 ? 0 : ~std::uint64_t{0} << count;
    std::uint64_t newlines = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = plan.text[begin + i];
      blanks |= std::uint64_t{IsBlankByte(static_cast<unsigned char>(c))} << i;
      newlines |= std::uint64_t{c == '\n'} << i;
    }
    plan.blanks[word] = blanks;
    plan.newlines[word] = newlines;
  }
}

}  // namespace firth::kernels::reference
