#include "explore/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/mapped_file.h"
#include "firth/error.h"

namespace firth {
namespace explore {
namespace {

/// The next line of `text`, which it is taken off, without its end.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::vector<std::string_view> Cells(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const std::size_t tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

std::vector<ExploreColumn> ParseColumns(std::string_view text, const std::string& path,
                                        const Vocabulary& vocabulary) {
  const std::vector<std::string_view> head = Cells(TakeLine(text));
  if (head.size() < 2) {
    throw Error(ErrorKind::kFormat,
                "the first line must name the columns, with tabs between them, words first", path);
  }
  if (head.size() > kMostColumns + 1) {
    throw Error(ErrorKind::kFormat,
                fmt::format("has {} columns beside the words; {} are the most", head.size() - 1,
                            kMostColumns),
                path);
  }
  std::vector<ExploreColumn> columns;
  for (const std::string_view name : std::span(head).subspan(1)) {
    columns.push_back({std::string(name), std::vector<std::string>(vocabulary.size())});
  }
  std::size_t known = 0;
  for (std::size_t number = 2; !text.empty(); ++number) {
    const std::string_view line = TakeLine(text);
    if (line.empty()) continue;
    const std::vector<std::string_view> cells = Cells(line);
    if (cells.size() != head.size()) {
      throw Error(ErrorKind::kFormat,
                  fmt::format("line {} has {} columns, the first line {}", number, cells.size(),
                              head.size()),
                  path);
    }
    const auto word = vocabulary.Find(cells[0]);
    if (!word) continue;
    ++known;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      columns[c].values[Index(*word)] = cells[c + 1];
    }
  }
  if (known == 0) {
    throw Error(ErrorKind::kFormat, "none of the words in the first column is on the map", path);
  }
  return columns;
}

}  // namespace explore

std::vector<ExploreColumn> ReadColumns(const std::string& path, const Vocabulary& vocabulary) {
  const auto file = base::MappedFile::Open(path, base::MappedFile::Access::kSequential);
  return explore::ParseColumns(file->text(), path, vocabulary);
}

}  // namespace firth
