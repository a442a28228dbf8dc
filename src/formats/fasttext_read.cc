#include <algorithm>
#include <cstring>
#include <utility>

#include "base/little_endian.h"
#include "firth/error.h"
#include "formats/dense_rows.h"
#include "formats/fasttext.h"
#include "formats/fasttext_layout.h"
#include "word_vectors/subword_vectors.h"

namespace firth::formats {
namespace {

Vocabulary FirstWords(Vocabulary all, std::size_t count) {
  if (count >= all.size()) return all;
  Vocabulary some;
  for (std::uint32_t i = 0; i < count; ++i) some.Add(all.Word(TokenId{i}), all.CountOf(TokenId{i}));
  return some;
}

}  // namespace

bool LooksLikeFasttext(std::string_view bytes) {
  if (bytes.size() >= sizeof(kFasttextMagic) &&
      base::LoadLittleEndian<std::int32_t>(bytes.data()) == kFasttextMagic) {
    return true;
  }
  try {
    const FasttextArguments arguments = ReadStart({bytes, {}, nullptr}).arguments;
    return arguments.window >= 0 && arguments.epochs >= 0 && arguments.negative >= 0 &&
           arguments.word_ngrams >= 1 && arguments.sample >= 0;
  } catch (const Error&) {
    return false;
  }
}

WordVectors ReadFasttext(const Source& source, const ReadOptions& options) {
  const FasttextStart start = ReadStart(source);
  FasttextBody body = ReadBody(source, start);
  const auto dim = static_cast<std::size_t>(start.arguments.dim);
  const bool all = options.max_words == 0;
  const std::size_t words =
      all ? start.words : std::min<std::size_t>(start.words, options.max_words);
  Vocabulary vocabulary = FirstWords(std::move(body.words), words);
  Matrix rows(words, dim, RowLayout::kDense);
  const std::size_t row_bytes = dim * sizeof(float);
  if (words > 0) {
    std::memcpy(rows.MutableRowData(RowId{0}), body.input.bytes.data(), words * row_bytes);
  }
  std::optional<SubwordTable> table;
  if (const SubwordSettings subwords = start.arguments.Subwords(); subwords.enabled()) {
    const std::string_view behind = body.input.bytes.substr(start.words * row_bytes);
    table = {subwords, DenseRows(source, behind, subwords.buckets, dim)};
    word_vectors::ComposeRows(vocabulary, subwords, table->rows.view(), rows);
  }
  CheckFiniteRows(source, rows, vocabulary);
  return {std::move(vocabulary), std::move(rows), ToMetadata(start.arguments), std::move(table)};
}

FileInfo DescribeFasttext(const Source& source) {
  const FasttextStart start = ReadStart(source);
  const SubwordSettings subwords = start.arguments.Subwords();
  return {.format = Format::kFasttext,
          .words = start.words,
          .dim = static_cast<std::size_t>(start.arguments.dim),
          .has_counts = true,
          .metadata = ToMetadata(start.arguments),
          .buckets = subwords.enabled() ? subwords.buckets : 0};
}

}  // namespace firth::formats
