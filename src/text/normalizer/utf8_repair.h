/// Bad bytes out, before anything else looks at the text.
#pragma once

#include <string>
#include <string_view>

#include "firth/text.h"

namespace firth::text {

/// The line itself when it is valid UTF-8, else a repaired copy in `scratch`; the latter is
/// counted.
std::string_view RepairLine(std::string_view line, std::string& scratch, TextWarnings& warnings);

}  // namespace firth::text
