#include "formats/lines.h"

#include <algorithm>

namespace firth::formats {
namespace {

std::string_view TrimEnd(std::string_view text, std::string_view what) {
  const auto last = text.find_last_not_of(what);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

Lines::Lines(std::string_view text, std::size_t first_number)
    : rest_(TrimEnd(text, " \t\r\n")), number_(first_number - 1) {}

bool Lines::Next() {
  ++number_;
  if (rest_.empty()) return false;
  const auto newline = rest_.find('\n');
  line_ = TrimEnd(rest_.substr(0, newline), " \t\r");
  rest_.remove_prefix(newline == std::string_view::npos ? rest_.size() : newline + 1);
  return true;
}

std::size_t CountLines(std::string_view text) {
  text = TrimEnd(text, " \t\r\n");
  if (text.empty()) return 0;
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
}

}  // namespace firth::formats
