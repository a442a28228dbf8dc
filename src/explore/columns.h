/// Tables about words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "firth/explore.h"

namespace firth::explore {

/// Of a map: each takes memory for all words.
inline constexpr std::size_t kMostColumns = 32;

/// ReadColumns of a text that is there already; `path` is for messages. Throws Error(kFormat).
std::vector<ExploreColumn> ParseColumns(std::string_view text, const std::string& path,
                                        const Vocabulary& vocabulary);

}  // namespace firth::explore
