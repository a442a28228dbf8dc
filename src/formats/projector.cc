#include "formats/projector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <span>

#include "formats/companion.h"
#include "formats/header.h"
#include "formats/lines.h"
#include "formats/numbers.h"
#include "formats/projector_metadata.h"
#include "formats/vectors_builder.h"

namespace firth::formats {
namespace {

constexpr std::string_view kEnding = ".tsv";

std::string_view FirstLine(std::string_view bytes) {
  Lines lines(bytes);
  return lines.Next() ? lines.line() : std::string_view();
}

std::size_t CountColumns(std::string_view line) {
  return static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t')) + 1;
}

std::size_t FindDim(const Source& source) {
  const std::size_t dim = CountColumns(FirstLine(source.bytes));
  if (dim > kMaxDim) FailInLine(source, 1, "vectors of too many numbers");
  return dim;
}

/// A row takes at least a digit and a tab, or a newline, for each number; the last lacks its
/// newline.
std::size_t MaxRows(std::size_t bytes, std::size_t dim) { return (bytes + 1) / (2 * dim); }

void CheckColumns(const Source& source, const Lines& lines, std::size_t dim) {
  const std::size_t columns = CountColumns(lines.line());
  if (columns == dim) return;
  FailInLine(source, lines.number(),
             fmt::format("{}, expected {}", Counted(columns, "number"), dim));
}

/// REQUIRES: as many columns as `values`.
void ParseTensor(const Source& source, const Lines& lines, std::span<float> values) {
  std::string_view rest = lines.line();
  for (float& value : values) {
    const std::string_view token = rest.substr(0, rest.find('\t'));
    const auto number = ParseFloat(token);
    if (!number) FailInLine(source, lines.number(), Quoted(token) + " is not a number");
    if (!std::isfinite(*number)) {
      FailInLine(source, lines.number(), Quoted(token) + " is not a finite number");
    }
    value = *number;
    rest.remove_prefix(std::min(token.size() + 1, rest.size()));
  }
}

}  // namespace

std::vector<std::string> ProjectorMetadataPaths(const std::string& path) {
  std::vector<std::string> paths = {CompanionPath(path, kEnding, ".metadata.tsv")};
  if (path.ends_with("_tensor.tsv")) {
    paths.push_back(CompanionPath(path, "_tensor.tsv", "_metadata.tsv"));
  }
  paths.push_back(std::filesystem::path(path).replace_filename("metadata.tsv").string());
  return paths;
}

bool LooksLikeTensors(std::string_view bytes) {
  std::string_view rest = FirstLine(bytes);
  if (rest.empty()) return false;
  while (!rest.empty()) {
    const std::string_view token = rest.substr(0, rest.find('\t'));
    if (!ParseFloat(token)) return false;
    rest.remove_prefix(std::min(token.size() + 1, rest.size()));
  }
  return true;
}

WordVectors ReadProjector(const Source& source, const ReadOptions& options) {
  const Source metadata = OpenCompanion(source, ProjectorMetadataPaths(source.path));
  return ReadProjectorWith(source, metadata, options);
}

WordVectors ReadProjectorWith(const Source& source, const Source& metadata,
                              const ReadOptions& options) {
  const std::size_t dim = FindDim(source);
  const bool all = options.max_words == 0;
  std::size_t capacity = std::min(CountLines(source.bytes), MaxRows(source.bytes.size(), dim));
  if (!all) capacity = std::min(capacity, options.max_words);
  VectorsBuilder builder(capacity, dim);
  ProjectorMetadata words(metadata);
  Lines lines(source.bytes);
  while ((all || builder.size() < options.max_words) && lines.Next()) {
    CheckColumns(source, lines, dim);
    // Room for as many rows as the text allows is used up only when a column is empty.
    if (builder.size() == builder.capacity()) {
      FailInLine(source, lines.number(), "'' is not a number");
    }
    ParseTensor(source, lines, builder.NextRow());
    if (!words.Next()) FailTooFewWords(metadata, builder.size());
    builder.Add(words.word(), words.count());
  }
  if (all && words.Next()) FailTooManyWords(metadata, builder.size());
  return builder.Finish();
}

FileInfo DescribeProjector(const Source& source) {
  const Source metadata = OpenCompanion(source, ProjectorMetadataPaths(source.path));
  return {Format::kProjector,
          CountLines(source.bytes),
          FindDim(source),
          ProjectorMetadata(metadata).has_counts(),
          {}};
}

}  // namespace firth::formats
