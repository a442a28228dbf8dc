#include "corpus/windows.h"
#include "learn/steps.h"

namespace firth::learn {

std::vector<WindowRow> MakeWindows(std::span<const TokenId> tokens, std::size_t window) {
  std::vector<WindowRow> rows;
  for (std::uint32_t centre = 0; centre < tokens.size(); ++centre) {
    const corpus::Window at = corpus::WindowAt(Position{centre}, window, tokens.size());
    WindowRow& row = rows.emplace_back();
    row.output = tokens[centre];
    row.inputs.resize(2 * window);
    for (std::size_t i = Index(at.begin); i < Index(at.end); ++i) {
      if (i != centre) row.inputs[window + i - centre - (i > centre ? 1 : 0)] = tokens[i];
    }
  }
  return rows;
}

}  // namespace firth::learn
