#include "text/subword_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "firth/error.h"

namespace firth::text {
namespace {

/// Rows of all words together, each counted as often as it stands for a word.
std::uint64_t CountRows(const Vocabulary& vocabulary, const SubwordSettings& settings) {
  std::uint64_t rows = vocabulary.size();
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    rows += CountSubwords(vocabulary.Word(TokenId{i}), settings);
  }
  return rows;
}

}  // namespace

SubwordRows::SubwordRows(const Vocabulary& vocabulary, const SubwordSettings& settings) {
  InputRows(vocabulary.size(), settings);  // so many there may be
  const auto words = static_cast<std::uint32_t>(vocabulary.size());
  begins_.reserve(vocabulary.size() + 1);
  begins_.push_back(0);
  rows_.reserve(CountRows(vocabulary, settings));
  std::vector<std::uint32_t> buckets;
  for (std::uint32_t i = 0; i < words; ++i) {
    buckets.clear();
    AppendBuckets(vocabulary.Word(TokenId{i}), settings, buckets);
    rows_.push_back(RowOf(TokenId{i}));
    for (const std::uint32_t bucket : buckets) rows_.push_back(RowId{words + bucket});
    begins_.push_back(rows_.size());
    most_ = std::max(most_, buckets.size() + 1);
  }
}

std::uint64_t SubwordRows::MemoryBytes(const Vocabulary& vocabulary,
                                       const SubwordSettings& settings) {
  if (!settings.enabled()) return 0;
  return CountRows(vocabulary, settings) * sizeof(RowId) +
         (vocabulary.size() + 1) * sizeof(std::uint64_t);
}

std::size_t InputRows(std::size_t words, const SubwordSettings& settings) {
  if (!settings.enabled()) return words;
  if (settings.buckets > kMaxTokens - words) {
    throw Error(ErrorKind::kSettings,
                fmt::format("{} words and --bucket {} are more rows than a matrix can have; lower "
                            "--bucket",
                            words, settings.buckets));
  }
  return words + settings.buckets;
}

}  // namespace firth::text
