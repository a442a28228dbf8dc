/// Many lines at once, made ready for splitting at blanks.
#pragma once

#include <string>
#include <string_view>

#include "firth/text.h"

namespace firth::text {

/// The text as valid UTF-8, in lower case if so wanted: itself when there is nothing to change,
/// else a copy in `scratch`. Lines stay lines, and between blanks stands what a Tokenizer of
/// TokenizerKind::kWhitespace would give. Repaired lines are counted in `warnings`.
std::string_view NormalizeLines(std::string_view text, bool lowercase, std::string& scratch,
                                TextWarnings& warnings);

}  // namespace firth::text
