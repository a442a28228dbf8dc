/// Ids as they come, turned into rows that are known to exist.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "firth/nn.h"

namespace firth::nn {

/// The ids as numbers below `limit`. Throws Error(kInput) that names the first id outside, its
/// place and the limit; `what` is what the ids number, as in "row".
std::vector<std::uint32_t> CheckedIds(const Ids& ids, std::size_t limit, std::string_view what);

/// Throws Error(kInput) unless `got` == `wanted`; `what` is what has that size.
void RequireSize(std::string_view what, std::size_t got, std::size_t wanted);

}  // namespace firth::nn
