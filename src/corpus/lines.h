/// The one place where text is cut into lines.
#pragma once

#include <string_view>

namespace firth::corpus {

/// Calls visit(line, ended) for each line of `text`, without its newline. `ended` is false for a
/// last line that no newline ends. A carriage return stays: tokenizers take it for a blank.
template <class Visit>
void ForEachLine(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const bool ended = newline != std::string_view::npos;
    visit(text.substr(0, newline), ended);
    text.remove_prefix(ended ? newline + 1 : text.size());
  }
}

}  // namespace firth::corpus
