/// Files that a server hands out.
#pragma once

#include <string>

#include "http/message.h"

namespace firth::http {

/// "text/html; charset=utf-8" of "index.html"; "application/octet-stream" of what is not known.
std::string TypeOf(const std::string& path);

/// The file below `folder` that `name` ("a/b.js", or "" for index.html) names; mapped, not copied.
/// REQUIRES: `name` is from a Request's path, which no step upwards is in. Throws HttpError(404)
/// when there is no such file, or a link leads out of the folder.
Response ServeFile(const std::string& folder, const std::string& name);

/// Bytes that live as long as the program, as a page does that is compiled in. A browser that has
/// them already, by their ETag, gets 304.
Response ServeBytes(const Request& request, std::string_view bytes, std::string type);

}  // namespace firth::http
