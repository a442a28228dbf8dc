/// Words are what stands between blanks.
#pragma once

#include <string_view>

namespace firth::text {

/// Blank, tab, line ends, vertical tab, form feed and NUL: what fastText splits at.
constexpr bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0'; }

/// Calls visit(word) for each word of `line`.
template <class Visit>
void ForEachBetweenBlanks(std::string_view line, const Visit& visit) {
  const char* at = line.data();
  const char* const end = at + line.size();
  while (true) {
    while (at != end && IsBlank(*at)) ++at;
    if (at == end) return;
    const char* const start = at;
    while (at != end && !IsBlank(*at)) ++at;
    visit(std::string_view(start, static_cast<std::size_t>(at - start)));
  }
}

}  // namespace firth::text
