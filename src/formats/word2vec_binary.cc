#include "formats/word2vec_binary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>

#include "base/little_endian.h"
#include "formats/header.h"
#include "formats/vectors_builder.h"

namespace firth::formats {
namespace {

Header TakeHeader(const Source& source) {
  const auto header = ParseHeader(source.bytes);
  if (!header) {
    FailAtByte(source, 0, "expected the number of words and of dimensions, such as '71290 100'");
  }
  if (header->dim == 0) FailAtByte(source, 0, "vectors of 0 numbers hold nothing");
  if (header->dim > kMaxDim) {
    FailAtByte(
        source, 0,
        fmt::format("vectors of {} numbers are too long (at most {})", header->dim, kMaxDim));
  }
  const std::size_t room = source.bytes.size() - header->bytes;
  const std::size_t row = header->dim * sizeof(float) + 1;  // with the blank behind the word
  if (header->words > room / row) {
    FailAtByte(source, 0,
               fmt::format("promises {} words of {} numbers, but only {} bytes follow: the file is "
                           "cut short, or its first line is wrong",
                           header->words, header->dim, room));
  }
  return *header;
}

/// Walks over the rows.
class Cursor {
 public:
  Cursor(const Source& source, std::size_t at) : source_(source), at_(at) {}

  /// Reads one row; Throws Error(kFormat) where the file ends too early.
  void ReadRow(VectorsBuilder& builder) {
    SkipNewlines();
    const std::size_t start = at_;
    const std::size_t blank = source_.bytes.find(' ', start);
    const std::size_t bytes = builder.dim() * sizeof(float);
    if (blank == std::string_view::npos || source_.bytes.size() - blank - 1 < bytes) {
      FailAtByte(source_, start,
                 fmt::format("the file ends within the {}. word", builder.size() + 1));
    }
    const std::string_view word = source_.bytes.substr(start, blank - start);
    const auto row = builder.NextRow();
    std::memcpy(row.data(), source_.bytes.data() + blank + 1, bytes);
    CheckFinite(row, word, blank + 1);
    builder.Add(word);
    at_ = blank + 1 + bytes;
  }

  void ExpectEnd() {
    SkipNewlines();
    if (at_ == source_.bytes.size()) return;
    FailAtByte(source_, at_,
               fmt::format("{} after the last word: the first line is wrong",
                           Counted(source_.bytes.size() - at_, "byte")));
  }

 private:
  void SkipNewlines() {
    while (at_ < source_.bytes.size() && source_.bytes[at_] == '\n') ++at_;
  }

  void CheckFinite(std::span<const float> row, std::string_view word, std::size_t offset) const {
    const auto bad = std::ranges::find_if(row, [](float value) { return !std::isfinite(value); });
    if (bad == row.end()) return;
    const auto index = static_cast<std::size_t>(bad - row.begin());
    FailAtByte(source_, offset + index * sizeof(float),
               fmt::format("the vector of {} holds a number that is not finite", Quoted(word)));
  }

  const Source& source_;
  std::size_t at_;
};

}  // namespace

WordVectors ReadWord2vecBinary(const Source& source, const ReadOptions& options) {
  const Header header = TakeHeader(source);
  const bool all = options.max_words == 0 || options.max_words >= header.words;
  const std::size_t wanted = all ? header.words : options.max_words;
  VectorsBuilder builder(wanted, header.dim);
  Cursor cursor(source, header.bytes);
  while (builder.size() < wanted) cursor.ReadRow(builder);
  if (all) cursor.ExpectEnd();
  return builder.Finish();
}

FileInfo DescribeWord2vecBinary(const Source& source) {
  const Header header = TakeHeader(source);
  return {Format::kWord2vecBinary, header.words, header.dim, false, {}};
}

void WriteWord2vecBinary(const WordVectors& vectors, base::AtomicFile& file) {
  file.Write(fmt::format("{} {}\n", vectors.size(), vectors.dim()));
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    file.Write(vectors.vocabulary().Word(id));
    file.Write(" ");
    file.Write(std::as_bytes(vectors.matrix().Row(RowOf(id))));
    file.Write("\n");
  }
}

}  // namespace firth::formats
