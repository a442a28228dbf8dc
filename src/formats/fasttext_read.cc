#include <algorithm>
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
  Matrix rows = body.input.Rows(source, 0, words, dim);
  if (!rows.writable()) rows = rows.Copy(RowLayout::kDense);
  std::optional<SubwordTable> table;
  const SubwordSettings subwords = start.arguments.Subwords();
  const std::size_t buckets = body.kept ? body.kept->size() : subwords.buckets;
  if (subwords.enabled() && buckets > 0) {
    table = {subwords, body.input.Rows(source, start.words, buckets, dim), body.kept};
    word_vectors::ComposeRows(vocabulary, *table, rows);
  }
  CheckFiniteRows(source, rows, vocabulary);
  return {std::move(vocabulary), std::move(rows), ToMetadata(start.arguments), std::move(table)};
}

FileInfo DescribeFasttext(const Source& source) {
  const FasttextStart start = ReadStart(source);
  const SubwordSettings subwords = start.arguments.Subwords();
  const std::size_t buckets =
      start.pruned >= 0 ? static_cast<std::size_t>(start.pruned) : subwords.buckets;
  return {.format = Format::kFasttext,
          .words = start.words,
          .dim = static_cast<std::size_t>(start.arguments.dim),
          .has_counts = true,
          .metadata = ToMetadata(start.arguments),
          .buckets = subwords.enabled() ? buckets : 0,
          .quantized = IsQuantised(source, start)};
}

}  // namespace firth::formats
