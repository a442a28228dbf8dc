#include "formats/header.h"

#include <charconv>
#include <limits>
#include <system_error>

namespace firth::formats {
namespace {

/// A header is short: 20 digits, a blank, 20 digits, and some.
constexpr std::size_t kMaxHeaderBytes = 64;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

std::optional<std::uint64_t> TakeNumber(std::string_view& text) {
  std::uint64_t value = 0;
  const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status == std::errc::invalid_argument) return std::nullopt;
  if (status != std::errc()) value = std::numeric_limits<std::uint64_t>::max();
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

void SkipBlanks(std::string_view& text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
}

}  // namespace

std::optional<Header> ParseHeader(std::string_view bytes) {
  const auto newline = bytes.substr(0, kMaxHeaderBytes).find('\n');
  if (newline == std::string_view::npos) return std::nullopt;
  std::string_view line = bytes.substr(0, newline);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const auto words = TakeNumber(line);
  if (!words || line.empty() || !IsBlank(line.front())) return std::nullopt;
  SkipBlanks(line);
  const auto dim = TakeNumber(line);
  SkipBlanks(line);
  if (!dim || !line.empty()) return std::nullopt;
  return Header{*words, *dim, newline + 1};
}

}  // namespace firth::formats
