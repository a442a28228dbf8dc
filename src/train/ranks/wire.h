/// Numbers as they travel between ranks.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/bfloat16.h"
#include "base/little_endian.h"
#include "firth/train.h"

namespace firth::train {

inline std::size_t BytesOf(WireFormat wire) { return wire == WireFormat::kBf16 ? 2 : 4; }

/// Appends numbers. What is not finite stays so: bfloat16 has infinities, and a NaN becomes one.
inline void AppendNumbers(std::string& message, const float* numbers, std::size_t count,
                          WireFormat wire) {
  if (wire == WireFormat::kFloat) {
    message.append(reinterpret_cast<const char*>(numbers), count * sizeof(float));
    return;
  }
  const std::size_t at = message.size();
  message.resize(at + count * sizeof(std::uint16_t));
  char* const bytes = message.data() + at;
  for (std::size_t i = 0; i < count; ++i) {
    // No branch, so that several are rounded at once.
    const float number = numbers[i] == numbers[i] ? numbers[i] : HUGE_VALF;
    const std::uint16_t half = base::ToBFloat16(number);
    std::memcpy(bytes + i * sizeof(half), &half, sizeof(half));
  }
}

/// Reads `count` of them.
inline void ReadNumbers(const char* bytes, float* numbers, std::size_t count, WireFormat wire) {
  if (wire == WireFormat::kFloat) {
    std::memcpy(numbers, bytes, count * sizeof(float));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = base::FromBFloat16(
        base::LoadLittleEndian<std::uint16_t>(bytes + i * sizeof(std::uint16_t)));
  }
}

}  // namespace firth::train
