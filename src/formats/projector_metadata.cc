#include "formats/projector_metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace firth::formats {
namespace {

/// Column `index` of a line by tabs; nothing when it has fewer.
std::optional<std::string_view> Column(std::string_view line, std::size_t index) {
  for (; index > 0; --index) {
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) return std::nullopt;
    line.remove_prefix(tab + 1);
  }
  return line.substr(0, line.find('\t'));
}

std::optional<std::size_t> ColumnNamed(std::string_view line, std::string_view name) {
  for (std::size_t i = 0;; ++i) {
    const auto column = Column(line, i);
    if (!column || *column == name) return column ? std::optional(i) : std::nullopt;
  }
}

std::optional<std::uint64_t> WholeNumber(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, value);
  if (status != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

ProjectorMetadata::ProjectorMetadata(const Source& source) : source_(source), lines_(source.bytes) {
  TakeHeader();
}

void ProjectorMetadata::TakeHeader() {
  RawLines ahead = lines_;
  if (!ahead.Next() || ahead.line().find('\t') == std::string_view::npos) return;
  lines_ = ahead;
  table_ = true;
  word_column_ = ColumnNamed(lines_.line(), "word").value_or(0);
  count_column_ = ColumnNamed(lines_.line(), "count");
}

bool ProjectorMetadata::Next() {
  if (!lines_.Next()) return false;
  const std::string_view line = lines_.line();
  const auto word = table_ ? Column(line, word_column_) : line;
  if (!word) FailInLine(source_, lines_.number(), "has fewer columns than the first line names");
  word_ = *word;
  if (!count_column_) return true;
  const auto count = WholeNumber(Column(line, *count_column_).value_or(""));
  if (!count) {
    FailInLine(source_, lines_.number(),
               fmt::format("the count of {} is no whole number", Quoted(word_)));
  }
  if (__builtin_add_overflow(total_, *count, &total_)) {
    FailInLine(source_, lines_.number(), "the counts add up to more than 2^64");
  }
  count_ = Count{*count};
  return true;
}

}  // namespace firth::formats
