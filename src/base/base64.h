/// Bytes as text.
#pragma once

#include <string>
#include <string_view>

namespace firth::base {

/// RFC 4648, section 4: with padding, without line ends.
std::string Base64(std::string_view bytes);

}  // namespace firth::base
