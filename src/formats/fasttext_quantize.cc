// Word vectors as a quantised model of fastText.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "formats/fasttext.h"
#include "formats/fasttext_layout.h"
#include "matrix/longest_rows.h"
#include "text/subword_rows.h"
#include "word_vectors/subword_vectors.h"

namespace firth::formats {
namespace {

/// The `count` longest rows of n-grams.
SubwordTable LongestNgrams(const SubwordTable& table, std::size_t count) {
  std::vector<std::uint32_t> buckets = matrix::LongestRows(table.rows, count);
  Matrix rows = matrix::KeepRows(table.rows, buckets);
  if (table.kept) {
    for (std::uint32_t& row : buckets) row = table.kept->buckets()[row];
  }
  return {table.settings, std::move(rows), std::make_shared<const KeptBuckets>(std::move(buckets))};
}

/// What is left of the n-grams, where something is cut off.
SubwordTable KeepNgrams(const SubwordTable& table, std::size_t words, std::size_t rows) {
  const std::size_t room = rows == 0 ? table.rows.rows() : rows - std::min(rows, words);
  if (room < table.rows.rows()) return LongestNgrams(table, room);
  return {table.settings, table.rows.Share(), table.kept};
}

Vocabulary First(const Vocabulary& all, std::size_t count) {
  Vocabulary first;
  for (std::uint32_t i = 0; i < count; ++i)
    first.Add(all.Word(TokenId{i}), all.CountOf(TokenId{i}));
  return first;
}

/// Words' own rows, then those of n-grams.
Matrix InputRows(const WordVectors& vectors, const Vocabulary& words, const SubwordTable* ngrams) {
  Matrix input(words.size() + (ngrams == nullptr ? 0 : ngrams->rows.rows()), vectors.dim());
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const std::span<float> own = input.MutableRow(RowId{i});
    if (ngrams == nullptr) {
      std::ranges::copy(vectors.matrix().Row(RowId{i}), own.begin());
    } else {
      word_vectors::OwnRow(words.Word(TokenId{i}), *ngrams, vectors.matrix().Row(RowId{i}), own);
    }
  }
  for (std::uint32_t i = 0; ngrams != nullptr && i < ngrams->rows.rows(); ++i) {
    const RowId to{static_cast<std::uint32_t>(words.size() + i)};
    std::ranges::copy(ngrams->rows.Row(RowId{i}), input.MutableRow(to).begin());
  }
  return input;
}

/// The rows that stay and their words, their numbers once more, the codes and what is learnt from.
std::uint64_t BytesTaken(const WordVectors& vectors, const SmallVectorsSettings& settings) {
  constexpr std::uint64_t kToSort = sizeof(double) + 2 * sizeof(std::uint32_t);
  const std::uint64_t row_bytes =
      RowStride<float>(vectors.dim(), RowLayout::kPadded) * sizeof(float);
  const SubwordTable* const table = vectors.subwords();
  const std::uint64_t ngrams = table == nullptr ? 0 : table->rows.rows();
  const std::uint64_t all = vectors.size() + ngrams;
  const std::uint64_t rows = settings.rows == 0 ? all : std::min<std::uint64_t>(all, settings.rows);
  const std::uint64_t words = std::min<std::uint64_t>(vectors.size(), rows);
  const std::uint64_t kept = rows == all ? 0 : (rows - words) * row_bytes + ngrams * kToSort;
  return kept + rows * row_bytes + vectors.vocabulary().MemoryBytes() +
         QuantizingBytes(rows, vectors.dim(), settings.codes);
}

void RequireMemory(const WordVectors& vectors, const SmallVectorsSettings& settings) {
  if (settings.memory_limit == 0) return;
  const std::uint64_t needed = BytesTaken(vectors, settings);
  if (needed <= settings.memory_limit) return;
  constexpr double kMegabyte = 1e6;
  throw Error(ErrorKind::kMemory,
              fmt::format("quantising takes {:.1f} MB beside the vectors, the limit leaves {:.1f} "
                          "MB; lower --cutoff or raise --memory-limit",
                          static_cast<double>(needed) / kMegabyte,
                          static_cast<double>(settings.memory_limit) / kMegabyte));
}

}  // namespace

void WriteQuantizedFasttext(const WordVectors& vectors, const SmallVectorsSettings& settings,
                            base::AtomicFile& file) {
  RequireMemory(vectors, settings);
  const std::size_t rows = settings.rows == 0 ? vectors.size() : settings.rows;
  const Vocabulary words = First(vectors.vocabulary(), std::min(vectors.size(), rows));
  std::optional<SubwordTable> ngrams;
  if (vectors.subwords() != nullptr) {
    ngrams = KeepNgrams(*vectors.subwords(), words.size(), settings.rows);
  }
  const SubwordSettings subwords = ngrams ? ngrams->settings : SubwordSettings{};
  RequireRoom(words.size(), subwords);
  const QuantizedMatrix codes = [&] {
    const Matrix input = InputRows(vectors, words, ngrams ? &*ngrams : nullptr);
    return Quantize(input.view(), settings.codes);
  }();
  WriteArguments(ArgumentsFor(vectors.metadata(), vectors.dim(), subwords), file);
  WriteEntries(words, {}, TokensOf(words), ngrams ? ngrams->kept.get() : nullptr, file);
  WriteQuantized(codes, file);
  BeginMatrix(0, vectors.dim(), file);
}

}  // namespace firth::formats
