/// Words are what stands between blanks.
#pragma once

#include <string_view>
#include <vector>

#include "firth/text.h"

namespace firth::text {

/// Blank, tab, line ends, vertical tab, form feed and NUL: what fastText splits at.
constexpr bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0'; }

/// Replaces `words` by the words of `line`, which they point into. Overlong words are skipped and
/// counted.
void SplitAtBlanks(std::string_view line, std::vector<std::string_view>& words,
                   TextWarnings& warnings);

}  // namespace firth::text
