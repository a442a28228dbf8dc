#include "table.h"

#include <algorithm>
#include <array>
#include <utility>

namespace firth::cli {
namespace {

/// Ranges of code points that fill two columns (Unicode Standard Annex 11, "wide", in the large).
constexpr std::array<std::pair<char32_t, char32_t>, 8> kWide = {{{0x1100, 0x115F},
                                                                 {0x2E80, 0xA4CF},
                                                                 {0xAC00, 0xD7A3},
                                                                 {0xF900, 0xFAFF},
                                                                 {0xFE30, 0xFE6F},
                                                                 {0xFF00, 0xFF60},
                                                                 {0x1F300, 0x1FAFF},
                                                                 {0x20000, 0x3FFFD}}};

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

/// The code point whose first byte is at `at`; any bytes give some number.
char32_t CodePoint(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0xC0) return first;
  char32_t point = first & (first < 0xE0 ? 0x1FU : first < 0xF0 ? 0x0FU : 0x07U);
  for (++at; at < text.size() && IsContinuation(text[at]); ++at) {
    point = (point << 6U) | (static_cast<unsigned char>(text[at]) & 0x3FU);
  }
  return point;
}

bool IsWide(char32_t point) {
  return std::ranges::any_of(
      kWide, [point](const auto& range) { return point >= range.first && point <= range.second; });
}

}  // namespace

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (IsContinuation(text[at])) continue;
    width += IsWide(CodePoint(text, at)) ? 2U : 1U;
  }
  return width;
}

std::string Table(const std::vector<std::vector<std::string>>& rows, std::size_t left,
                  std::size_t indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - DisplayWidth(row[i]), ' ');
      line += i == 0 ? "" : "  ";
      line += i < left ? row[i] + gap : gap + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

}  // namespace firth::cli
