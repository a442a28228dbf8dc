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

/// The starts alone. Throws Error(kInput) when offsets or width do not fit the ids.
std::vector<std::uint32_t> BagStarts(const Ids& ids, const Ids& offsets, std::size_t width,
                                     bool include_last_offset);

/// Throws as BagStarts, and for an id outside [0, limit).
BagLayout CheckedBags(const Ids& ids, const Ids& offsets, std::size_t width,
                      bool include_last_offset, std::size_t limit);

}  // namespace firth::nn
