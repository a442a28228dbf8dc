#include "word_vectors/subword_vectors.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/each_subword.h"

namespace firth::word_vectors {
namespace {

/// Adds the rows of a word's n-grams to `sum` and says how many there were. They are not listed
/// first: a word of a hostile file may be as long as the file, and has a hundred n-grams a byte.
template <class Number>
std::size_t AddNgrams(std::string_view word, const SubwordTable& ngrams, std::span<Number> sum) {
  std::size_t count = 0;
  const auto add = [&](std::uint32_t index) {
    const std::span<const float> row = ngrams.rows.Row(RowId{index});
    for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += static_cast<Number>(row[c]);
    ++count;
  };
  text::ForEachNgramRow(word, ngrams.settings, ngrams.ngrams.get(), [&](std::uint32_t row) {
    if (ngrams.kept == nullptr) return add(row);
    if (const auto kept = ngrams.kept->Find(row)) add(*kept);
  });
  return count;
}

void Divide(std::span<float> row, std::size_t by) {
  const auto factor = static_cast<float>(1.0 / static_cast<double>(by));
  for (float& x : row) x *= factor;
}

}  // namespace

void ComposeRows(const Vocabulary& vocabulary, const SubwordTable& ngrams, Matrix& words) {
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const std::span<float> row = words.MutableRow(RowId{i});
    const std::size_t count = AddNgrams(vocabulary.Word(TokenId{i}), ngrams, row);
    if (count > 0) Divide(row, count + 1);
  }
}

void OwnRow(std::string_view word, const SubwordTable& ngrams, std::span<const float> composed,
            std::span<float> own) {
  std::vector<double> sum(own.size());
  const std::size_t count = AddNgrams(word, ngrams, std::span<double>(sum));
  const auto rows = static_cast<double>(count + 1);
  for (std::size_t c = 0; c < own.size(); ++c) {
    own[c] = static_cast<float>(rows * static_cast<double>(composed[c]) - sum[c]);
  }
}

bool VectorOfUnknown(std::string_view word, const SubwordTable& ngrams, std::span<float> vector) {
  std::ranges::fill(vector, 0.0F);
  const std::size_t count = AddNgrams(word, ngrams, vector);
  if (count > 0) Divide(vector, count);
  return count > 0;
}

}  // namespace firth::word_vectors
