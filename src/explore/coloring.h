/// A column of a table as colours.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace firth::explore {

/// A page's palette has so many.
inline constexpr std::size_t kColors = 8;

struct Coloring {
  std::vector<std::string> labels{};   ///< of each colour that is in use
  std::vector<std::uint8_t> colors{};  ///< one a value
};

/// Numbers are coloured by their size, in groups of about as many values; of anything else the most
/// frequent values get a colour each and the last is for all others, a missing value among them.
Coloring ColorBy(std::span<const std::string> values);

}  // namespace firth::explore
