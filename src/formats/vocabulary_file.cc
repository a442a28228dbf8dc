#include "formats/vocabulary_file.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>

#include "formats/lines.h"

namespace firth::formats {
namespace {

struct Entry {
  std::string_view word;
  std::uint64_t count;
};

/// The count is what stands behind the last blank; the word may hold blanks itself.
std::optional<Entry> ParseEntry(std::string_view line) {
  const auto blank = line.find_last_of(" \t");
  if (blank == std::string_view::npos) return std::nullopt;
  const char* end = line.data() + line.size();
  Entry entry{line.substr(0, blank), 0};
  const auto [stop, status] = std::from_chars(line.data() + blank + 1, end, entry.count);
  if (stop != end || status != std::errc() || entry.word.empty()) return std::nullopt;
  return entry;
}

}  // namespace

Vocabulary ReadVocabulary(const Source& source) {
  Vocabulary vocabulary;
  Lines lines(source.bytes);
  std::uint64_t total = 0;
  while (lines.Next()) {
    const auto entry = ParseEntry(lines.line());
    if (!entry) {
      FailInLine(source, lines.number(),
                 fmt::format("{} is not a word, a blank and a count", Quoted(lines.line())));
    }
    if (__builtin_add_overflow(total, entry->count, &total)) {
      FailInLine(source, lines.number(), "the counts add up to more than 2^64");
    }
    if (vocabulary.Find(entry->word)) {
      FailInLine(source, lines.number(),
                 fmt::format("{} stands in an earlier line already", Quoted(entry->word)));
    }
    vocabulary.Add(entry->word, Count{entry->count});
  }
  return vocabulary;
}

void WriteVocabulary(const Vocabulary& vocabulary, base::AtomicFile& file) {
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    file.Write(fmt::format("{} {}\n", vocabulary.Word(id), Value(vocabulary.CountOf(id))));
  }
}

}  // namespace firth::formats
