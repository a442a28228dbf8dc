#include "word_vectors/subword_vectors.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace firth::word_vectors {
namespace {

std::span<const std::uint32_t> BucketsOf(std::string_view word, const SubwordSettings& settings) {
  thread_local std::vector<std::uint32_t> buckets;
  buckets.clear();
  AppendBuckets(word, settings, buckets);
  return buckets;
}

void Add(MatrixView rows, std::span<const std::uint32_t> which, std::span<float> sum) {
  for (const std::uint32_t i : which) {
    const std::span<const float> row = rows.Row(RowId{i});
    for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += row[c];
  }
}

void Scale(std::span<float> row, double by) {
  const auto factor = static_cast<float>(by);
  for (float& x : row) x *= factor;
}

}  // namespace

void ComposeRows(const Vocabulary& vocabulary, const SubwordSettings& settings, MatrixView buckets,
                 Matrix& words) {
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const auto ngrams = BucketsOf(vocabulary.Word(TokenId{i}), settings);
    if (ngrams.empty()) continue;
    const std::span<float> row = words.MutableRow(RowId{i});
    Add(buckets, ngrams, row);
    Scale(row, 1.0 / static_cast<double>(ngrams.size() + 1));
  }
}

void OwnRow(std::string_view word, const SubwordSettings& settings, MatrixView buckets,
            std::span<const float> composed, std::span<float> own) {
  const auto ngrams = BucketsOf(word, settings);
  const auto rows = static_cast<double>(ngrams.size() + 1);
  for (std::size_t c = 0; c < own.size(); ++c) {
    double sum = 0;
    for (const std::uint32_t i : ngrams) sum += static_cast<double>(buckets.Row(RowId{i})[c]);
    own[c] = static_cast<float>(rows * static_cast<double>(composed[c]) - sum);
  }
}

bool VectorOfUnknown(std::string_view word, const SubwordSettings& settings, MatrixView buckets,
                     std::span<float> vector) {
  const auto ngrams = BucketsOf(word, settings);
  if (ngrams.empty()) return false;
  std::ranges::fill(vector, 0.0F);
  Add(buckets, ngrams, vector);
  Scale(vector, 1.0 / static_cast<double>(ngrams.size()));
  return true;
}

}  // namespace firth::word_vectors
