#include "formats/companion.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/paths.h"
#include "firth/error.h"
#include "formats/lines.h"

namespace firth::formats {

std::string CompanionPath(const std::string& path, std::string_view ending,
                          std::string_view companion) {
  std::string_view stem = path;
  if (stem.ends_with(ending)) stem.remove_suffix(ending.size());
  return fmt::format("{}{}", stem, companion);
}

std::optional<std::string> FindCompanion(const std::vector<std::string>& candidates) {
  for (const std::string& path : candidates) {
    if (base::IsFile(path)) return path;
  }
  return std::nullopt;
}

Source OpenCompanion(const Source& source, const std::vector<std::string>& candidates) {
  const auto found = FindCompanion(candidates);
  if (found) return OpenSource(*found);
  throw Error(
      ErrorKind::kNotFound,
      fmt::format("its words are not beside it: put them into {}, one a line", candidates.front()),
      source.path);
}

void FailTooFewWords(const Source& words, std::size_t found) {
  Fail(words, fmt::format("holds {}, fewer than there are vectors", Counted(found, "word")));
}

void FailTooManyWords(const Source& words, std::size_t rows) {
  Fail(words, fmt::format("holds more words than the {} beside it", Counted(rows, "vector")));
}

Vocabulary ReadWordLines(const Source& words, std::size_t rows, bool all) {
  Vocabulary vocabulary;
  // Each word takes a byte at least, its newline, so the file's size bounds what is reserved.
  vocabulary.Reserve(std::min(rows, words.bytes.size()), words.bytes.size());
  RawLines lines(words.bytes);
  while (vocabulary.size() < rows) {
    if (!lines.Next()) FailTooFewWords(words, vocabulary.size());
    vocabulary.Add(lines.line());
  }
  if (all && lines.Next()) FailTooManyWords(words, rows);
  return vocabulary;
}

}  // namespace firth::formats
