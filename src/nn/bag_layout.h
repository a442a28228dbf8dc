/// Where the bags of a batch lie among its ids.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "firth/nn.h"

namespace firth::nn {

/// A checked batch of bags: bag b is the ids starts[b] ... starts[b + 1] - 1.
struct BagLayout {
  std::vector<std::uint32_t> rows;    ///< the ids
  std::vector<std::uint32_t> starts;  ///< one more than there are bags

  std::size_t bags() const { return starts.size() - 1; }
};

/// A batch's ids and how they are cut up, as in Bags.
struct BagCuts {
  Ids ids;
  Ids offsets;
  std::size_t width = 0;
  std::size_t empty_bags = 0;
  bool include_last_offset = false;
};

/// The starts alone. Throws Error(kInput) when offsets or width do not fit the ids.
std::vector<std::uint32_t> BagStarts(const BagCuts& cuts);

/// Throws as BagStarts, and for an id outside [0, limit).
BagLayout CheckedBags(const BagCuts& cuts, std::size_t limit);

}  // namespace firth::nn
