/// Which words stand around which.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/random.h"
#include "firth/corpus.h"
#include "firth/types.h"

namespace firth::corpus {

/// The places [begin, end) around `centre`, which belongs to them but is not its own context.
struct Window {
  Position centre;
  Position begin;
  Position end;
  std::size_t half_width;  ///< places on each side, those beyond the sentence included

  std::size_t ContextSize() const { return Index(end) - Index(begin) - 1; }
};

/// The window of a place in a sentence of `length` tokens, `half_width` words on each side where
/// there are so many.
constexpr Window WindowAt(Position centre, std::size_t half_width, std::size_t length) {
  const std::size_t at = Index(centre);
  const std::size_t begin = at > half_width ? at - half_width : 0;
  const std::size_t end = std::min(length, at + half_width + 1);
  return {centre, Position{static_cast<std::uint32_t>(begin)},
          Position{static_cast<std::uint32_t>(end)}, half_width};
}

/// Draws half-widths. Threads: drawing from several is safe, each with its own stream.
class WindowDrawer {
 public:
  WindowDrawer(std::size_t half_width, WindowMode mode)
      : half_width_(static_cast<std::uint32_t>(half_width)), mode_(mode) {}

  Window Draw(Position centre, std::size_t length, base::SplitMix64& random) const {
    const bool shrinks = mode_ == WindowMode::kShrink;
    return WindowAt(centre, shrinks ? 1 + random.Below(half_width_) : half_width_, length);
  }

 private:
  std::uint32_t half_width_;
  WindowMode mode_;
};

}  // namespace firth::corpus
