#include "text/normalizer/source_places.h"

#include <algorithm>

namespace firth::text {
namespace {

constexpr std::size_t kReplacementBytes = 3;

}  // namespace

std::string_view SourcePlaces::Repair(std::string_view line, TextWarnings& warnings) {
  repairs_.clear();
  if (base::IsValidUtf8(line)) return line;
  base::RepairUtf8(line, scratch_, repairs_);
  ++warnings.invalid_utf8_lines;
  return scratch_;
}

std::size_t SourcePlaces::SourceOf(std::size_t repaired) const {
  // The last repair that lies before the place as a whole shifts it.
  const auto after = std::ranges::upper_bound(
      repairs_, repaired, {},
      [](const base::Utf8Repair& repair) { return repair.good_begin + kReplacementBytes; });
  if (after == repairs_.begin()) return repaired;
  const base::Utf8Repair& before = *std::prev(after);
  return before.bad_end + (repaired - before.good_begin - kReplacementBytes);
}

TextRange SourcePlaces::Source(TextRange repaired) const {
  return {SourceOf(repaired.begin), SourceOf(repaired.end)};
}

}  // namespace firth::text
