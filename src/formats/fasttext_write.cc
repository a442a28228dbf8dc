#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/little_endian.h"
#include "firth/error.h"
#include "formats/dense_rows.h"
#include "formats/fasttext.h"
#include "formats/fasttext_layout.h"
#include "text/subword_rows.h"
#include "word_vectors/subword_vectors.h"

namespace firth::formats {
namespace {

using base::AppendLittleEndian;

constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();

/// A count that is not known is written as 1: gensim drops words that were never seen.
std::int64_t CountFor(const Vocabulary& vocabulary, TokenId id) {
  return static_cast<std::int64_t>(std::max<std::uint64_t>(1, Value(vocabulary.CountOf(id))));
}

void AppendEntries(const Vocabulary& entries, std::int8_t kind, base::AtomicFile& file) {
  std::string bytes;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const TokenId id{i};
    bytes = entries.Word(id);
    bytes += '\0';
    AppendLittleEndian(bytes, CountFor(entries, id));
    AppendLittleEndian(bytes, kind);
    file.Write(bytes);
  }
}

void WriteZeros(std::size_t rows, std::size_t columns, base::AtomicFile& file) {
  const std::vector<float> zeros(columns);
  for (std::size_t i = 0; i < rows; ++i) file.Write(std::as_bytes(std::span(zeros)));
}

/// Zeros for the buckets that were not kept, since such a file has a row for each.
Matrix AllBuckets(const SubwordTable& table) {
  Matrix all(table.settings.buckets, table.rows.columns(), RowLayout::kDense);
  for (std::uint32_t row = 0; row < table.kept->size(); ++row) {
    const RowId bucket{table.kept->buckets()[row]};
    std::ranges::copy(table.rows.Row(RowId{row}), all.MutableRow(bucket).begin());
  }
  return all;
}

void WriteWithNgrams(const WordVectors& vectors, const SubwordTable& ngrams,
                     base::AtomicFile& file) {
  std::vector<float> own(vectors.dim());
  for (std::uint32_t i = 0; i < vectors.size(); ++i) {
    word_vectors::OwnRow(vectors.vocabulary().Word(TokenId{i}), ngrams,
                         vectors.matrix().Row(RowId{i}), own);
    file.Write(std::as_bytes(std::span(own)));
  }
  WriteDenseRows(ngrams.rows, file);
}

}  // namespace

void RequireRoom(std::size_t words, const SubwordSettings& subwords) {
  const std::size_t buckets = subwords.enabled() ? subwords.buckets : 0;
  if (words <= kMost && buckets <= kMost) return;
  throw Error(ErrorKind::kFormat,
              fmt::format("fasttext holds no more than {} words and as many buckets, not {} and {}",
                          kMost, words, buckets));
}

FasttextArguments ArgumentsFor(const Metadata& metadata, std::size_t dim,
                               const SubwordSettings& subwords) {
  FasttextArguments arguments = ToArguments(metadata);
  arguments.dim = static_cast<std::int32_t>(dim);
  const bool enabled = subwords.enabled();
  arguments.shortest = enabled ? static_cast<std::int32_t>(subwords.min_length) : 0;
  arguments.longest = enabled ? static_cast<std::int32_t>(subwords.max_length) : 0;
  arguments.buckets = enabled ? static_cast<std::int32_t>(subwords.buckets) : 0;
  return arguments;
}

std::uint64_t TokensOf(const Vocabulary& vocabulary) {
  std::uint64_t total = 0;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    total += static_cast<std::uint64_t>(CountFor(vocabulary, TokenId{i}));
  }
  return total;
}

void WriteArguments(const FasttextArguments& a, base::AtomicFile& file) {
  std::string bytes;
  for (const std::int32_t number :
       {kFasttextMagic, kFasttextVersion, a.dim, a.window, a.epochs, a.min_count, a.negative,
        a.word_ngrams, a.loss, a.model, a.buckets, a.shortest, a.longest, a.lr_update_rate}) {
    AppendLittleEndian(bytes, number);
  }
  AppendLittleEndian(bytes, a.sample);
  file.Write(bytes);
}

void WriteEntries(const Vocabulary& words, const Vocabulary& labels, std::uint64_t tokens,
                  const KeptBuckets* kept, base::AtomicFile& file) {
  RequireRoom(words.size() + labels.size(), {});
  std::string bytes;
  for (const std::size_t number : {words.size() + labels.size(), words.size(), labels.size()}) {
    AppendLittleEndian(bytes, static_cast<std::int32_t>(number));
  }
  AppendLittleEndian(bytes, static_cast<std::int64_t>(tokens));
  constexpr std::int64_t kNotPruned = -1;
  AppendLittleEndian(bytes, kept ? static_cast<std::int64_t>(kept->size()) : kNotPruned);
  file.Write(bytes);
  AppendEntries(words, 0, file);
  AppendEntries(labels, 1, file);
  if (kept == nullptr) return;
  bytes.clear();
  for (std::uint32_t row = 0; row < kept->size(); ++row) {
    AppendLittleEndian(bytes, kept->buckets()[row]);
    AppendLittleEndian(bytes, row);
  }
  file.Write(bytes);
}

void WriteFasttext(const WordVectors& vectors, base::AtomicFile& file) {
  const SubwordTable* const table = vectors.subwords();
  const SubwordSettings subwords = table == nullptr ? SubwordSettings{} : table->settings;
  RequireRoom(vectors.size(), subwords);
  WriteArguments(ArgumentsFor(vectors.metadata(), vectors.dim(), subwords), file);
  WriteEntries(vectors.vocabulary(), {}, TokensOf(vectors.vocabulary()), nullptr, file);
  BeginMatrix(text::InputRows(vectors.size(), subwords), vectors.dim(), file);
  if (table == nullptr) {
    WriteDenseRows(vectors.matrix(), file);
  } else if (table->kept) {
    WriteWithNgrams(vectors, {subwords, AllBuckets(*table)}, file);
  } else {
    WriteWithNgrams(vectors, {subwords, table->rows.Share()}, file);
  }
  BeginMatrix(vectors.size(), vectors.dim(), file);
  WriteZeros(vectors.size(), vectors.dim(), file);
}

std::vector<std::string> LossesInFasttext(const WordVectors& vectors) {
  std::vector<std::string> losses;
  if (vectors.subwords() != nullptr && vectors.subwords()->kept) {
    losses.emplace_back("lengths of unknown words' vectors");
  }
  const Metadata held = ToMetadata({});
  const bool holds_all = std::ranges::all_of(
      vectors.metadata(), [&held](const auto& setting) { return held.contains(setting.first); });
  if (!holds_all) losses.emplace_back("settings that fastText has not");
  return losses;
}

void WriteFasttextModel(const TrainedModel& model, base::AtomicFile& file) {
  const std::size_t words = model.vocabulary.size();
  const std::size_t dim = model.input.columns();
  RequireRoom(words, model.subwords);
  WriteArguments(ArgumentsFor(model.settings, dim, model.subwords), file);
  WriteEntries(model.vocabulary, {}, TokensOf(model.vocabulary), nullptr, file);
  BeginMatrix(model.input.rows(), dim, file);
  WriteDenseRows(model.input, file);
  BeginMatrix(words, dim, file);
  const bool fits =
      model.output_rows_are_words && model.output.rows() == words && model.output.columns() == dim;
  if (fits) {
    WriteDenseRows(model.output, file);
  } else {
    WriteZeros(words, dim, file);
  }
}

}  // namespace firth::formats
