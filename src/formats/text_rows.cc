#include "formats/text_rows.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "formats/numbers.h"

namespace firth::formats {
namespace {

constexpr std::size_t kSampleLines = 1000;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

/// The start of the last token of `line`, which does not end in a blank.
std::size_t LastTokenStart(std::string_view line) {
  std::size_t start = line.size();
  while (start > 0 && !IsBlank(line[start - 1])) --start;
  return start;
}

std::string_view TrimEnd(std::string_view text) {
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

/// The last token, taken off `line` with the blanks before it; nothing when it is the first one.
std::optional<std::string_view> TakeLastToken(std::string_view& line) {
  const std::size_t start = LastTokenStart(line);
  if (start == 0) return std::nullopt;
  const std::string_view token = line.substr(start);
  line = TrimEnd(line.substr(0, start));
  return token;
}

}  // namespace

std::size_t CountNumbersAtEnd(std::string_view line) {
  std::size_t count = 0;
  while (const auto token = TakeLastToken(line)) {
    if (!ParseFloat(*token)) break;
    ++count;
  }
  return count;
}

NumberCounts CountNumbers(std::string_view text) {
  NumberCounts counts;
  Lines lines(text);
  for (std::size_t i = 0; i < kSampleLines && lines.Next(); ++i) {
    ++counts[CountNumbersAtEnd(lines.line())];
  }
  return counts;
}

std::size_t Commonest(const NumberCounts& counts) {
  std::size_t common = 0;
  std::size_t most = 0;
  for (const auto& [numbers, lines] : counts) {
    if (lines < most) continue;
    common = numbers;
    most = lines;
  }
  return common;
}

std::optional<std::string_view> ParseRow(std::string_view line, std::span<float> values) {
  for (std::size_t i = values.size(); i > 0; --i) {
    const auto token = TakeLastToken(line);
    if (!token) return std::nullopt;
    const auto value = ParseFloat(*token);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    values[i - 1] = *value;
  }
  return line;
}

std::string DescribeBadRow(std::string_view line, std::size_t dim) {
  std::string_view rest = line;
  std::size_t tokens = 0;
  std::string_view bad;
  for (; tokens < dim; ++tokens) {
    const auto token = TakeLastToken(rest);
    if (!token) break;
    const auto value = ParseFloat(*token);
    if (value && std::isfinite(*value)) continue;
    if (bad.empty()) bad = *token;
  }
  if (tokens < dim) return fmt::format("{}, expected {}", Counted(tokens, "number"), dim);
  if (!ParseFloat(bad)) return fmt::format("{} is not a number", Quoted(bad));
  return fmt::format("the vector of {} holds {}, which is not a finite number", Quoted(rest),
                     Quoted(bad));
}

void AddTextRow(const Source& source, const Lines& lines, VectorsBuilder& builder) {
  // A builder as large as the text allows is full only when some line is too short.
  if (builder.size() < builder.capacity()) {
    if (const auto word = ParseRow(lines.line(), builder.NextRow())) return builder.Add(*word);
  }
  FailInLine(source, lines.number(), DescribeBadRow(lines.line(), builder.dim()));
}

std::size_t MaxTextRows(std::size_t bytes, std::size_t dim) {
  // A row takes at least a blank and a digit for each number, and a newline but for the last.
  if (dim >= bytes) return 0;
  return (bytes + 1) / (2 * dim + 1);
}

void WriteTextRows(const WordVectors& vectors, const NumberStyle& style, base::AtomicFile& file) {
  std::string line;
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    line = vectors.vocabulary().Word(id);
    for (const float value : vectors.matrix().Row(RowOf(id))) {
      line += ' ';
      style.five_digits ? AppendFiveDigits(line, value) : AppendShortest(line, value);
    }
    line += style.blank_at_end ? " \n" : "\n";
    file.Write(line);
  }
}

}  // namespace firth::formats
