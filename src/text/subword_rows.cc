#include "text/subword_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "firth/error.h"
#include "text/each_subword.h"

namespace firth::text {

SubwordRows::SubwordRows(const Vocabulary& vocabulary, const SubwordSettings& settings,
                         const Vocabulary* ngrams) {
  InputRows(vocabulary.size(), settings, ngrams);  // so many there may be
  const auto words = static_cast<std::uint32_t>(vocabulary.size());
  begins_.reserve(vocabulary.size() + 1);
  begins_.push_back(0);
  rows_.reserve(CountRows(vocabulary, settings, ngrams));
  for (std::uint32_t i = 0; i < words; ++i) {
    rows_.push_back(RowOf(TokenId{i}));
    ForEachNgramRow(vocabulary.Word(TokenId{i}), settings, ngrams,
                    [&](std::uint32_t row) { rows_.push_back(RowId{words + row}); });
    most_ = std::max<std::size_t>(most_, rows_.size() - begins_.back());
    begins_.push_back(rows_.size());
  }
}

void SubwordRows::Pack() {
  const std::size_t words = begins_.size() - 1;
  const auto last = std::ranges::max_element(rows_);
  if (last == rows_.end() || !places_.empty()) return;
  std::vector<std::uint32_t> packed(Index(*last) + 1);
  for (const RowId row : rows_) packed[Index(row)] = 1;
  auto next = static_cast<std::uint32_t>(words);
  for (std::size_t row = words; row < packed.size(); ++row) {
    if (packed[row] == 0) continue;
    packed[row] = next++;
    places_.push_back(RowId{static_cast<std::uint32_t>(row)});
  }
  for (RowId& row : rows_) {
    if (Index(row) >= words) row = RowId{packed[Index(row)]};
  }
}

std::uint64_t SubwordRows::CountRows(const Vocabulary& vocabulary, const SubwordSettings& settings,
                                     const Vocabulary* ngrams) {
  std::uint64_t rows = vocabulary.size();
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    ForEachNgramRow(vocabulary.Word(TokenId{i}), settings, ngrams, [&](std::uint32_t) { ++rows; });
  }
  return rows;
}

std::uint64_t SubwordRows::MemoryBytes(std::uint64_t rows, std::uint64_t words,
                                       const SubwordSettings& settings) {
  if (!settings.enabled()) return 0;
  const std::uint64_t packed =
      settings.exact() ? 0 : std::min(rows - words, std::uint64_t{settings.buckets});
  return (rows + packed) * sizeof(RowId) + (words + 1) * sizeof(std::uint64_t);
}

std::size_t InputRows(std::size_t words, const SubwordSettings& settings,
                      const Vocabulary* ngrams) {
  if (!settings.enabled()) return words;
  if (ngrams != nullptr) {
    if (ngrams->size() <= kMaxTokens - words) return words + ngrams->size();
    throw Error(ErrorKind::kSettings,
                fmt::format("{} words and {} n-grams are more rows than a matrix can have; raise "
                            "--min-ngram-count",
                            words, ngrams->size()));
  }
  if (settings.buckets > kMaxTokens - words) {
    throw Error(ErrorKind::kSettings,
                fmt::format("{} words and --bucket {} are more rows than a matrix can have; lower "
                            "--bucket",
                            words, settings.buckets));
  }
  return words + settings.buckets;
}

}  // namespace firth::text
