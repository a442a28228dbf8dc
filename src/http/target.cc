#include "http/target.h"

#include <algorithm>
#include <cstdint>

namespace firth::http {
namespace {

std::optional<unsigned> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<std::string> Decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const auto high = HexDigit(text[i + 1]);
      const auto low = HexDigit(text[i + 2]);
      if (!high || !low) return std::nullopt;
      decoded += static_cast<char>(static_cast<std::uint8_t>(*high * 16 + *low));
      i += 2;
    }
  }
  return decoded;
}

/// No step of the path may lead out of a folder that is served.
bool StaysBelow(std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view step = path.substr(0, end);
    if (step == "." || step == "..") return false;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return true;
}

}  // namespace

std::optional<Target> ParseTarget(std::string_view target) {
  // As proxies are asked: a server takes it too (RFC 9112 section 3.2.2).
  constexpr std::string_view kAbsolute = "http://";
  if (target.starts_with(kAbsolute)) {
    target.remove_prefix(std::min(target.find_first_of("/?#", kAbsolute.size()), target.size()));
  }
  if (!target.starts_with('/')) return std::nullopt;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = std::min(target.find('?'), target.size());
  auto path = Decode(target.substr(0, mark), false);
  if (!path || path->find('\0') != std::string::npos || !StaysBelow(*path)) return std::nullopt;
  return Target{std::move(*path), std::string(target.substr(std::min(mark + 1, target.size())))};
}

std::optional<std::string> FindParameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t mark = std::min(pair.find('='), pair.size());
    if (Decode(pair.substr(0, mark), true) == name) {
      return Decode(pair.substr(std::min(mark + 1, pair.size())), true);
    }
  }
  return std::nullopt;
}

}  // namespace firth::http
