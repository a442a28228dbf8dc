/// Lower case, before words are counted.
#pragma once

#include <string>
#include <string_view>

namespace firth::text {

/// A lower-case copy of `line` in `scratch`. REQUIRES: `line` is valid UTF-8.
std::string_view LowerCaseLine(std::string_view line, std::string& scratch);

}  // namespace firth::text
