#include <cmath>
#include <optional>
#include <utility>

#include "kernels/kernels.h"
#include "learn/pairs.h"
#include "learn/steps.h"
#include "models/sentence_model.h"

namespace firth::learn {
namespace {

NumberRows Copy(const BasicMatrix<double>& matrix) {
  NumberRows rows;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    const auto row = matrix.Row(RowId{i});
    rows.emplace_back(row.begin(), row.end());
  }
  return rows;
}

/// The window's rows as one vector, and the way back to them.
class Mean {
 public:
  Mean(BasicMatrix<double>& embedding, const WindowRow& window)
      : vector_(1, embedding.columns()), share_(1 / static_cast<double>(window.inputs.size())) {
    for (const std::optional<TokenId> word : window.inputs) {
      if (word) rows_.push_back(embedding.MutableRowData(RowOf(*word)));
    }
  }

  double* data() { return vector_.MutableRowData(RowId{0}); }
  std::vector<double> Copy() const {
    const auto row = vector_.Row(RowId{0});
    return {row.begin(), row.end()};
  }
  /// What each row counts: zero vectors beyond the sentence count too.
  double share() const { return share_; }

  void Gather() { kernels_.gather(Bag(), data()); }
  /// Moves every row by its share of what the mean has moved since it was `before`.
  void Scatter(const std::vector<double>& before) {
    std::vector<double> moved(vector_.stride());
    for (std::size_t c = 0; c < before.size(); ++c) moved[c] = data()[c] - before[c];
    kernels_.scatter(Bag(), moved.data());
  }

 private:
  kernels::BagPlan<double> Bag() const {
    return {rows_.data(), rows_.size(), vector_.stride(), share_};
  }

  const kernels::Kernels<double>& kernels_ = kernels::KernelsFor<double>(CpuTarget::kScalar);
  BasicMatrix<double> vector_;
  std::vector<double*> rows_;
  double share_;
};

}  // namespace

BlankStep MakeBlankStep(std::span<const WindowRow> windows, std::size_t words,
                        const ModelSettings& model, const LessonSettings& settings) {
  BasicMatrix<double> embedding(words, model.dim);
  BasicMatrix<double> context(words, model.dim);
  models::InitializeMatrices(model, settings.seed, embedding, context);
  BlankStep step;
  step.window = ShownWindow(windows);
  step.rate = settings.rate;
  step.embedding = Copy(embedding);
  step.context = Copy(context);

  const WindowRow& window = windows[step.window];
  std::vector<double*> outputs;
  std::vector<bool> targets;
  for (std::uint32_t i = 0; i < words; ++i) {
    outputs.push_back(context.MutableRowData(RowId{i}));
    targets.push_back(TokenId{i} == window.output);
  }
  Mean mean(embedding, window);
  mean.Gather();
  step.mean = mean.Copy();
  Pairs pairs(mean.data(), std::move(outputs), targets, embedding.stride());
  for (const double score : pairs.Scores()) {
    const double probability = Sigmoid(score);
    const bool target = targets[step.candidates.size()];
    step.candidates.push_back({.score = score,
                               .probability = probability,
                               .loss = -std::log(target ? probability : 1 - probability)});
  }
  step.loss = pairs.Coefficients(step.rate);
  for (std::size_t i = 0; i < words; ++i) {
    step.candidates[i].gradient = -pairs.coefficient(i) / step.rate;
  }
  pairs.Update();
  for (std::size_t c = 0; c < step.mean.size(); ++c) {
    step.mean_gradient.push_back((step.mean[c] - mean.data()[c]) / step.rate);
    step.row_gradient.push_back(step.mean_gradient.back() * mean.share());
  }
  mean.Scatter(step.mean);
  step.embedding_after = Copy(embedding);
  step.context_after = Copy(context);
  for (std::size_t i = 0; i < words; ++i) {
    for (std::size_t c = 0; c < step.mean.size(); ++c) {
      const double moved = step.context_after[i][c] - step.context[i][c];
      step.candidates[i].row_gradient.push_back(-moved / step.rate);
    }
  }

  mean.Gather();
  const auto after = pairs.Scores();
  for (std::size_t i = 0; i < words; ++i) step.candidates[i].probability_after = Sigmoid(after[i]);
  step.loss_after = pairs.Coefficients(0);
  return step;
}

}  // namespace firth::learn
