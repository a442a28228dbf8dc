#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_file.h"
#include "eval/line_reader.h"
#include "eval/pairs.h"
#include "eval/statistics.h"
#include "firth/error.h"
#include "firth/eval.h"
#include "formats/lines.h"

namespace firth {
namespace {

/// Which fields of a line hold what.
struct Columns {
  std::size_t a;
  std::size_t b;
  std::size_t score;
};

constexpr Columns kStsBenchmark = {.a = 5, .b = 6, .score = 4};

std::vector<std::string_view> Fields(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t end = line.find('\t');
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

/// Nothing when the line is no header.
std::optional<Columns> ColumnsNamedBy(std::string_view line) {
  const std::vector<std::string_view> names = Fields(line);
  const auto place = [&](std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
  };
  const Columns columns = {
      .a = place("sentence_A"), .b = place("sentence_B"), .score = place("relatedness_score")};
  if (std::max({columns.a, columns.b, columns.score}) == names.size()) return std::nullopt;
  return columns;
}

}  // namespace

SentencePairs ReadSentencePairs(const std::string& path) {
  const auto file = base::MappedFile::Open(path);
  SentencePairs pairs;
  Columns columns = kStsBenchmark;
  for (formats::RawLines lines(file->text()); lines.Next();) {
    const std::string_view line = lines.line();
    if (line.empty()) continue;
    if (lines.number() == 1) {
      if (const auto named = ColumnsNamedBy(line)) {
        columns = *named;
        continue;
      }
    }
    const std::vector<std::string_view> fields = Fields(line);
    const std::size_t last = std::max({columns.a, columns.b, columns.score});
    const auto score = fields.size() > last ? eval::Number(fields[columns.score]) : std::nullopt;
    if (!score) {
      throw Error(
          ErrorKind::kFormat,
          fmt::format("line {}: is no pair of sentences with a score, by tabs as in the STS "
                      "Benchmark or under a header as in SICK",
                      lines.number()),
          path);
    }
    pairs.scores.push_back(*score);
    pairs.sentences.emplace_back(fields[columns.a]);
    pairs.sentences.emplace_back(fields[columns.b]);
  }
  if (pairs.scores.empty()) throw Error(ErrorKind::kFormat, "holds no pairs of sentences", path);
  return pairs;
}

PairReport ScoreSentencePairs(const SentencePairs& pairs, MatrixView vectors) {
  std::vector<double> cosines;
  for (std::uint32_t i = 0; i < pairs.scores.size(); ++i) {
    cosines.push_back(eval::Cosine(vectors.Row(RowId{2 * i}), vectors.Row(RowId{2 * i + 1})));
  }
  return {.pairs = pairs.scores.size(),
          .scored = pairs.scores.size(),
          .spearman = eval::Spearman(pairs.scores, cosines),
          .pearson = eval::Pearson(pairs.scores, cosines)};
}

}  // namespace firth
