#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "firth/glove.h"

namespace firth {
namespace {

constexpr std::string_view kUnknown = "<unk>";
constexpr std::size_t kRarest = 100;

/// [w, bias, context, context bias], as GloVe's own program writes them with -model 0.
Matrix AllNumbers(const GloveModel& model) {
  const std::size_t dim = model.vectors.input.columns();
  Matrix all(model.vectors.input.rows(), 2 * (dim + 1));
  for (std::uint32_t i = 0; i < all.rows(); ++i) {
    auto out = all.MutableRow(RowId{i}).begin();
    for (const Matrix* part :
         {&model.vectors.input, &model.biases, &model.vectors.output, &model.context_biases}) {
      out = std::ranges::copy(part->Row(RowId{i}), out).out;
    }
  }
  return all;
}

/// The same vectors, and behind them the mean of the last ones: words stand by their counts.
WordVectors WithUnknown(const WordVectors& vectors) {
  const std::size_t words = vectors.size();
  Vocabulary vocabulary = vectors.vocabulary().Clone();
  vocabulary.Add(kUnknown, Count{0});
  Matrix matrix(words + 1, vectors.dim());
  std::vector<double> sum(vectors.dim());
  const std::size_t rarest = std::min(kRarest, words);
  for (std::uint32_t i = 0; i < words; ++i) {
    const auto row = vectors.matrix().Row(RowId{i});
    std::ranges::copy(row, matrix.MutableRow(RowId{i}).begin());
    if (i < words - rarest) continue;
    for (std::size_t c = 0; c < row.size(); ++c) sum[c] += row[c];
  }
  const auto mean = matrix.MutableRow(RowId{static_cast<std::uint32_t>(words)});
  for (std::size_t c = 0; c < mean.size(); ++c) {
    mean[c] = static_cast<float>(sum[c] / static_cast<double>(rarest));
  }
  return {std::move(vocabulary), std::move(matrix), vectors.metadata()};
}

}  // namespace

WordVectors ToWordVectors(GloveModel model, OutputVectors which, bool unknown_row) {
  if (which == OutputVectors::kAll) {
    model.vectors.input = AllNumbers(model);
    which = OutputVectors::kInput;
  }
  WordVectors vectors = ToWordVectors(std::move(model.vectors), which);
  const bool adds = unknown_row && vectors.size() > 0 && !vectors.vocabulary().Find(kUnknown);
  return adds ? WithUnknown(vectors) : std::move(vectors);
}

}  // namespace firth
