/// bfloat16: the upper half of a float32's bits.
#pragma once

#include <bit>
#include <cstdint>

namespace firth::base {

/// To the nearest, halves to the even one. REQUIRES: finite.
inline std::uint16_t ToBFloat16(float number) {
  const auto bits = std::bit_cast<std::uint32_t>(number);
  return static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16U & 1U)) >> 16U);
}

inline float FromBFloat16(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

}  // namespace firth::base
