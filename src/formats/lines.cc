#include "formats/lines.h"

#include <algorithm>

namespace firth::formats {
namespace {

std::string_view TrimEnd(std::string_view text, std::string_view what) {
  const auto last = text.find_last_not_of(what);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

bool RawLines::Next() {
  ++number_;
  if (rest_.empty()) return false;
  const std::size_t newline = std::min(rest_.find('\n'), rest_.size());
  line_ = rest_.substr(0, newline);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  rest_.remove_prefix(std::min(newline + 1, rest_.size()));
  return true;
}

Lines::Lines(std::string_view text, std::size_t first_number)
    : lines_(TrimEnd(text, " \t\r\n"), first_number) {}

bool Lines::Next() {
  if (!lines_.Next()) return false;
  line_ = TrimEnd(lines_.line(), " \t\r");
  return true;
}

std::size_t CountLines(std::string_view text) {
  text = TrimEnd(text, " \t\r\n");
  if (text.empty()) return 0;
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
}

}  // namespace firth::formats
