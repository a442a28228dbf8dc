/// A page that is compiled in.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace firth::http {

/// Bytes that live as long as the program. A browser that has them already, by their ETag, gets
/// 304.
Response ServeBytes(const Request& request, std::string_view bytes, std::string type);

}  // namespace firth::http
