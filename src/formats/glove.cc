#include "formats/glove.h"

#include <algorithm>

#include "formats/header.h"
#include "formats/lines.h"
#include "formats/text_rows.h"
#include "formats/vectors_builder.h"
#include "formats/word2vec_text.h"

namespace firth::formats {
namespace {

/// Two whole numbers in the first line may be a word and its only number.
bool HasHeader(const Source& source) {
  const auto header = ParseHeader(source.bytes);
  return header && Commonest(CountNumbers(source.bytes.substr(header->bytes))) == header->dim;
}

std::size_t FindDim(const Source& source) {
  const std::size_t dim = Commonest(CountNumbers(source.bytes));
  if (dim == 0) FailInLine(source, 1, "expected a word and its numbers, parted by blanks");
  if (dim > kMaxDim) FailInLine(source, 1, "vectors of too many numbers");
  return dim;
}

}  // namespace

WordVectors ReadGlove(const Source& source, const ReadOptions& options) {
  if (HasHeader(source)) return ReadWord2vecText(source, options);
  const std::size_t dim = FindDim(source);
  std::size_t capacity = std::min(CountLines(source.bytes), MaxTextRows(source.bytes.size(), dim));
  if (options.max_words > 0) capacity = std::min(capacity, options.max_words);
  VectorsBuilder builder(capacity, dim);
  Lines lines(source.bytes);
  while (options.max_words == 0 || builder.size() < options.max_words) {
    if (!lines.Next()) break;
    AddTextRow(source, lines, builder);
  }
  return builder.Finish();
}

FileInfo DescribeGlove(const Source& source) {
  if (HasHeader(source)) return DescribeWord2vecText(source);
  return {Format::kGlove, CountLines(source.bytes), FindDim(source), false, {}};
}

void WriteGlove(const WordVectors& vectors, base::AtomicFile& file) {
  WriteTextRows(vectors, {.five_digits = false, .blank_at_end = false}, file);
}

}  // namespace firth::formats
