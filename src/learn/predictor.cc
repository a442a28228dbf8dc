#include "learn/predictor.h"

#include <algorithm>
#include <cmath>

#include "models/sentence_model.h"

namespace firth::learn {

Predictor::Predictor(const ModelSettings& settings, BasicMatrix<double>& input,
                     BasicMatrix<double>& output)
    : settings_(settings),
      input_(input),
      hidden_(1, output.columns()),
      scores_(kernels::ScratchSize(1, output.rows())),
      kernels_(kernels::KernelsFor<double>(CpuTarget::kScalar)) {
  for (std::uint32_t i = 0; i < output.rows(); ++i) {
    outputs_.push_back(output.MutableRowData(RowId{i}));
  }
}

void Predictor::Gather(std::span<const std::optional<TokenId>> window) {
  double* const hidden = hidden_.MutableRowData(RowId{0});
  std::fill_n(hidden, hidden_.stride(), 0.0);
  const bool concat = settings_.cbow_combine == CbowCombine::kConcat;
  std::size_t present = 0;
  for (std::size_t place = 0; place < window.size(); ++place) {
    if (!window[place]) continue;
    ++present;
    const auto row = input_.Row(RowOf(*window[place]));
    double* const to = hidden + (concat ? place * input_.stride() : 0);
    for (std::size_t c = 0; c < row.size(); ++c) to[c] += row[c];
  }
  if (settings_.cbow_combine != CbowCombine::kMean || present == 0) return;
  const std::size_t divisor = settings_.pad == Pad::kZero ? window.size() : present;
  for (std::size_t c = 0; c < hidden_.stride(); ++c) hidden[c] /= static_cast<double>(divisor);
}

std::span<const double> Predictor::Scores(std::span<const std::optional<TokenId>> window) {
  Gather(window);
  double* const inputs[] = {hidden_.MutableRowData(RowId{0})};
  kernels_.scores({inputs, 1, outputs_.data(), outputs_.size(), nullptr, hidden_.stride()},
                  scores_.data());
  return {scores_.data(), outputs_.size()};
}

std::vector<double> Predictor::Softmax(std::span<const std::optional<TokenId>> window) {
  const auto scores = Scores(window);
  const double largest = *std::ranges::max_element(scores);
  std::vector<double> probabilities;
  double total = 0;
  for (const double score : scores) {
    probabilities.push_back(std::exp(score - largest));
    total += probabilities.back();
  }
  for (double& probability : probabilities) probability /= total;
  return probabilities;
}

}  // namespace firth::learn
