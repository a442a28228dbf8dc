#include "nn/bag_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "firth/error.h"
#include "nn/ids.h"

namespace firth::nn {
namespace {

[[noreturn]] void Refuse(const std::string& why) { throw Error(ErrorKind::kInput, why); }

std::vector<std::uint32_t> StartsOfWidth(std::size_t ids, std::size_t width) {
  if (ids == 0) return {0};
  if (width == 0 || ids % width != 0) {
    Refuse(fmt::format("{} ids are not a whole number of bags of {} ids", ids, width));
  }
  std::vector<std::uint32_t> starts(ids / width + 1);
  for (std::size_t b = 0; b < starts.size(); ++b) starts[b] = static_cast<std::uint32_t>(b * width);
  return starts;
}

}  // namespace

std::vector<std::uint32_t> BagStarts(const BagCuts& cuts) {
  const std::size_t size = Size(cuts.ids);
  if (Size(cuts.offsets) == 0) {
    if (cuts.width != 0) return StartsOfWidth(size, cuts.width);
    if (size == 0 && cuts.empty_bags > 0) {
      return std::vector<std::uint32_t>(cuts.empty_bags + 1, 0);
    }
    if (cuts.include_last_offset) Refuse("offsets: the end of the last bag is missing");
    return StartsOfWidth(size, cuts.width);
  }
  if (cuts.width != 0) Refuse("bags have either offsets or a width, not both");
  std::vector<std::uint32_t> starts = CheckedIds(cuts.offsets, size + 1, "offset");
  if (starts.front() != 0) Refuse(fmt::format("the first offset is {}, not 0", starts.front()));
  const auto fall = std::ranges::adjacent_find(starts, std::greater<>());
  if (fall != starts.end()) {
    Refuse(fmt::format("offset {} follows offset {}: they may not fall", fall[1], fall[0]));
  }
  if (!cuts.include_last_offset) starts.push_back(static_cast<std::uint32_t>(size));
  return starts;
}

BagLayout CheckedBags(const BagCuts& cuts, std::size_t limit) {
  BagLayout layout;
  layout.starts = BagStarts(cuts);
  layout.rows = CheckedIds(cuts.ids, limit, "row");
  return layout;
}

}  // namespace firth::nn
