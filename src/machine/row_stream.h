/// Which rows the windows of training touch, one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace firth::machine {

inline constexpr std::size_t kWindowInputs = 6;   ///< the mean width of a window of up to 5 + 5
inline constexpr std::size_t kWindowOutputs = 6;  ///< the centre and five negatives

struct WindowRows {
  std::uint32_t inputs[kWindowInputs];
  std::uint32_t outputs[kWindowOutputs];  ///< different rows
};

/// `count` windows that follow each other in a text of `vocabulary` words whose frequencies fall as
/// 1 / rank, subsampled at 1e-3; negatives as the 0.75th power. REQUIRES: vocabulary >= 100.
std::vector<WindowRows> DrawWindows(std::size_t vocabulary, std::size_t count, std::uint64_t seed);

}  // namespace firth::machine
