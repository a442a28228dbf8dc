/// Words are what stands between tabs: for lists of names and ids, which may hold blanks.
#pragma once

#include <algorithm>
#include <string_view>

namespace firth::text {

/// Calls visit(word) for each word of `line`, which is not empty. A carriage return before the
/// line's end is no part of its last word.
template <class Visit>
void ForEachBetweenTabs(std::string_view line, const Visit& visit) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  while (!line.empty()) {
    const std::size_t length = std::min(line.find('\t'), line.size());
    if (length > 0) visit(line.substr(0, length));
    line.remove_prefix(std::min(length + 1, line.size()));
  }
}

}  // namespace firth::text
