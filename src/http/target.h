/// The target of a request, "/a%20path?name=value" (RFC 9112 section 3.2, RFC 3986 section 2.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firth::http {

struct Target {
  std::string path;   ///< decoded; begins with "/", without "." and ".." between slashes
  std::string query;  ///< as it came
};

/// Nothing when it is no path of this server: another form, a bad escape, a NUL, a step upwards.
std::optional<Target> ParseTarget(std::string_view target);

/// The first value of `name` in "a=1&b=2", decoded, + being a blank; nothing when it is not there
/// or badly escaped.
std::optional<std::string> FindParameter(std::string_view query, std::string_view name);

}  // namespace firth::http
