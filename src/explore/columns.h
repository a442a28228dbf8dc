/// Tables about words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "firth/explore.h"

namespace firth::explore {

/// ReadColumns of a text that is there already; `path` is for messages. Throws Error(kFormat).
std::vector<ExploreColumn> ParseColumns(std::string_view text, const std::string& path,
                                        const Vocabulary& vocabulary);

}  // namespace firth::explore
