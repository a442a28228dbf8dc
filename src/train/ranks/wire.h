/// Numbers as they travel between ranks.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/little_endian.h"
#include "firth/train.h"

namespace firth::train {

/// The upper half of a float, rounded to the nearest, ties to even (bfloat16). Not for NaN.
inline std::uint16_t ToBf16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return static_cast<std::uint16_t>((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}
inline float FromBf16(std::uint16_t half) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(half) << 16);
}

inline std::size_t BytesOf(WireFormat wire) { return wire == WireFormat::kBf16 ? 2 : 4; }

/// Appends numbers. What is not finite stays so: bfloat16 has infinities, and a NaN becomes one.
inline void AppendNumbers(std::string& message, const float* numbers, std::size_t count,
                          WireFormat wire) {
  if (wire == WireFormat::kFloat) {
    message.append(reinterpret_cast<const char*>(numbers), count * sizeof(float));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    base::AppendLittleEndian(message, ToBf16(std::isnan(numbers[i]) ? HUGE_VALF : numbers[i]));
  }
}

/// Reads `count` of them.
inline void ReadNumbers(const char* bytes, float* numbers, std::size_t count, WireFormat wire) {
  if (wire == WireFormat::kFloat) {
    std::memcpy(numbers, bytes, count * sizeof(float));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = FromBf16(base::LoadLittleEndian<std::uint16_t>(bytes + i * sizeof(std::uint16_t)));
  }
}

}  // namespace firth::train
