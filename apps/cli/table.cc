#include "table.h"

#include <algorithm>

#include "base/display.h"

namespace firth::cli {
std::string Table(const std::vector<std::vector<std::string>>& rows, std::size_t left,
                  std::size_t indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], base::DisplayWidth(row[i]));
    }
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - base::DisplayWidth(row[i]), ' ');
      line += i == 0 ? "" : "  ";
      line += i < left ? row[i] + gap : gap + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

}  // namespace firth::cli
