/// How much room a word takes.
#pragma once

#include <string_view>

namespace firth::picture {

/// The width of text in units of its size, no less than in DejaVu Sans, the widest of the usual
/// fonts without serifs: whichever of them a viewer has, words do not run into each other.
/// REQUIRES: valid UTF-8.
double TextWidth(std::string_view text);

}  // namespace firth::picture
