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
  throw HttpError(403, "this server is for its own machine alone: http://127.0.0.1");
}

void RequireKnownOrigin(const Request& request, const std::vector<std::string>& allowed) {
  const std::string_view origin = request.Header("origin");
  if (origin.empty()) return;
  const std::size_t scheme = origin.find("://");
  const bool own =
      scheme != std::string_view::npos && origin.substr(scheme + 3) == request.Header("host");
  const auto is = [&](std::string_view one) { return one == "*" || one == origin; };
  if (own || std::ranges::any_of(allowed, is)) return;
  throw HttpError(403, "pages of this origin may not ask");
}

void RequireOwnPage(const Request& request) {
  if (request.Header("x-firth").empty()) throw HttpError(403, "this is for firth's own page alone");
}

}  // namespace firth::http
