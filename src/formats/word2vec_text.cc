#include "formats/word2vec_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "formats/header.h"
#include "formats/text_rows.h"
#include "formats/vectors_builder.h"

namespace firth::formats {
namespace {

constexpr std::string_view kGloveUnknownRow = "<unk> ";
constexpr std::size_t kFirstRowLine = 2;

/// The header, checked against the size of what follows it: each row takes so many bytes at least.
Header TakeHeader(const Source& source) {
  const auto header = ParseHeader(source.bytes);
  if (!header) {
    FailInLine(source, 1, "expected the number of words and of dimensions, such as '71290 100'");
  }
  if (header->dim == 0) FailInLine(source, 1, "vectors of 0 numbers hold nothing");
  if (header->dim > kMaxDim) {
    FailInLine(
        source, 1,
        fmt::format("vectors of {} numbers are too long (at most {})", header->dim, kMaxDim));
  }
  const std::size_t room = source.bytes.size() - header->bytes;
  if (header->words > MaxTextRows(room, header->dim)) {
    FailInLine(source, 1,
               fmt::format("promises {} words of {} numbers, but only {} bytes follow: the file is "
                           "cut short, or its first line is wrong",
                           header->words, header->dim, room));
  }
  return *header;
}

/// A few lines may seem to hold more numbers than promised, when numbers are part of a word; most
/// lines may not.
void CheckNumberCount(const Source& source, std::string_view rows, std::size_t dim) {
  NumberCounts counts = CountNumbers(rows);
  const std::size_t common = Commonest(counts);
  if (common > dim && counts[common] > counts[dim]) {
    FailInLine(
        source, 1,
        fmt::format("promises {} a word, but the lines hold {}", Counted(dim, "number"), common));
  }
}

/// Behind the last promised word nothing may follow, but for GloVe's row for unknown words.
void ReadRest(const Source& source, Lines& lines, VectorsBuilder& builder) {
  if (!lines.Next()) return;
  const std::size_t words = builder.size();
  if (lines.line().starts_with(kGloveUnknownRow)) {
    AddTextRow(source, lines, builder);
    if (!lines.Next()) return;
  }
  FailInLine(
      source, lines.number(),
      fmt::format("more lines than the {} that the first line promises", Counted(words, "word")));
}

void WriteHeader(const WordVectors& vectors, base::AtomicFile& file) {
  file.Write(fmt::format("{} {}\n", vectors.size(), vectors.dim()));
}

}  // namespace

WordVectors ReadWord2vecText(const Source& source, const ReadOptions& options) {
  const Header header = TakeHeader(source);
  const std::string_view rows = source.bytes.substr(header.bytes);
  if (header.words > 0) CheckNumberCount(source, rows, header.dim);
  const bool all = options.max_words == 0 || options.max_words > header.words;
  const std::size_t wanted = all ? header.words : options.max_words;
  const std::size_t capacity = std::min(wanted + all, MaxTextRows(rows.size(), header.dim));
  VectorsBuilder builder(capacity, header.dim);
  Lines lines(rows, kFirstRowLine);
  while (builder.size() < wanted) {
    if (!lines.Next()) {
      FailInLine(source, lines.number(),
                 fmt::format("missing: the file ends after {} of {}", builder.size(),
                             Counted(header.words, "word")));
    }
    AddTextRow(source, lines, builder);
  }
  if (all) ReadRest(source, lines, builder);
  return builder.Finish();
}

FileInfo DescribeWord2vecText(const Source& source) {
  const Header header = TakeHeader(source);
  return {Format::kWord2vecText, header.words, header.dim, false, {}};
}

void WriteWord2vecText(const WordVectors& vectors, base::AtomicFile& file) {
  WriteHeader(vectors, file);
  WriteTextRows(vectors, {.five_digits = false, .blank_at_end = false}, file);
}

void WriteFasttextVec(const WordVectors& vectors, base::AtomicFile& file) {
  WriteHeader(vectors, file);
  WriteTextRows(vectors, {.five_digits = true, .blank_at_end = true}, file);
}

}  // namespace firth::formats
