#include "http/host_guard.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace firth::http {

bool NamesThisMachine(const Request& request) {
  constexpr std::array<std::string_view, 4> kLocal = {"", "127.0.0.1", "localhost", "[::1]"};
  std::string_view host = request.Header("host");
  const std::size_t colon = host.rfind(':');
  // Not a colon within [::1].
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
    host = host.substr(0, colon);
  }
  const auto same = [](char a, char b) { return a == base::LowerAscii(b); };
  return std::ranges::any_of(
      kLocal, [&](std::string_view one) { return std::ranges::equal(one, host, same); });
}

void RequireLocalHost(const Request& request) {
  if (NamesThisMachine(request)) return;
  throw HttpError(403, "this page is for http://127.0.0.1 alone");
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
