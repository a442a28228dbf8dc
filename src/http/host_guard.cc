#include "http/host_guard.h"

#include <algorithm>
#include <array>

namespace firth::http {

void RequireLocalHost(const Request& request) {
  constexpr std::array<std::string_view, 3> kLocal = {"127.0.0.1", "localhost", "[::1]"};
  std::string_view host = request.Header("host");
  const std::size_t colon = host.rfind(':');
  // Not a colon within [::1].
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
    host = host.substr(0, colon);
  }
  if (std::ranges::find(kLocal, host) != kLocal.end()) return;
  throw HttpError(403, "this page is for http://127.0.0.1 alone");
}

void RequireOwnPage(const Request& request) {
  if (request.Header("x-firth").empty()) throw HttpError(403, "this is for firth's own page alone");
}

}  // namespace firth::http
