/// One way to write a letter: é as one code point, not as e and an accent.
#pragma once

#include <string>
#include <string_view>

namespace firth::text {

/// `text` in Unicode's normalization form C: itself when it is composed already (told by a quick
/// look), else a copy in `scratch`. REQUIRES: `text` is valid UTF-8, shorter than 2 GiB, and not in
/// `scratch`.
std::string_view Compose(std::string_view text, std::string& scratch);

}  // namespace firth::text
