/// Where words end: the blanks of a text, as bits.
#pragma once

#include <cstddef>
#include <cstdint>

namespace firth::kernels {

/// A text and, bit i % 64 of number i / 64, what its byte i is. Both maps have room for
/// BlankMapSize(size) numbers; bits past the text say that there are blanks, and no newlines.
struct BlankPlan {
  const char* text;
  std::size_t size;
  std::uint64_t* blanks;    ///< blank, tab, line ends, vertical tab, form feed or NUL
  std::uint64_t* newlines;  ///< '\n' alone
};

/// Numbers in each map of a BlankPlan of `size` bytes.
constexpr std::size_t BlankMapSize(std::size_t size) { return (size + 63) / 64; }

}  // namespace firth::kernels
