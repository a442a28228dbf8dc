#include <algorithm>
#include <cmath>
#include <optional>

#include "kernels/kernels.h"
#include "learn/steps.h"
#include "models/sentence_model.h"

namespace firth::learn {
namespace {

constexpr std::size_t kMostNegatives = 5;

/// The window that the step is shown for.
const WindowRow& ShownWindow(std::span<const WindowRow> windows) {
  for (std::size_t i = windows.size(); i-- > 0;) {
    if (std::ranges::all_of(windows[i].inputs, [](const auto& word) { return word.has_value(); })) {
      return windows[i];
    }
  }
  return windows[windows.size() / 2];
}

bool Holds(const std::vector<Candidate>& candidates, TokenId word) {
  return std::ranges::any_of(candidates, [word](const Candidate& c) { return c.word == word; });
}

/// The window's words, then words from elsewhere, in order of appearance. Training draws the
/// latter.
std::vector<Candidate> ChooseCandidates(const WindowRow& window, std::size_t words) {
  std::vector<Candidate> chosen;
  for (const std::optional<TokenId> word : window.inputs) {
    if (word && !Holds(chosen, *word)) chosen.push_back({.word = *word, .target = true});
  }
  std::size_t negatives = 0;
  for (std::uint32_t i = 0; i < words && negatives < kMostNegatives; ++i) {
    const TokenId word{i};
    if (word == window.output || Holds(chosen, word)) continue;
    chosen.push_back({.word = word, .target = false});
    ++negatives;
  }
  return chosen;
}

/// One input row against the candidates' output rows, in double by the plain kernels: the numbers
/// are the same on every machine.
class Pairs {
 public:
  Pairs(BasicMatrix<double>& input, BasicMatrix<double>& output, const GradientStep& step)
      : inputs_{input.MutableRowData(RowOf(step.wanted))},
        columns_(input.stride()),
        labels_(kernels::PaddedPairs(1, step.candidates.size()), kernels::kSkip<double>),
        scratch_(kernels::ScratchSize(1, step.candidates.size())) {
    for (const Candidate& candidate : step.candidates) {
      labels_[outputs_.size()] =
          candidate.target ? kernels::kPositive<double> : kernels::kNegative<double>;
      outputs_.push_back(output.MutableRowData(RowOf(candidate.word)));
    }
  }

  std::span<const double> Scores() {
    kernels_.scores(Plan(), scratch_.data());
    return {scratch_.data(), outputs_.size()};
  }
  /// Takes the scores as they stand. Returns the loss; the coefficients take their place.
  double Coefficients(double rate) {
    return kernels_.coefficients(Plan(), rate, scratch_.data()).sum;
  }
  double coefficient(std::size_t i) const { return scratch_[i]; }
  void Update() { kernels_.update(Plan(), scratch_.data()); }

 private:
  kernels::StepPlan<double> Plan() const {
    return {&inputs_, 1, outputs_.data(), outputs_.size(), labels_.data(), columns_};
  }

  const kernels::Kernels<double>& kernels_ = kernels::KernelsFor<double>(CpuTarget::kScalar);
  double* inputs_;
  std::vector<double*> outputs_;
  std::size_t columns_;
  std::vector<double> labels_;
  std::vector<double> scratch_;
};

double Sigmoid(double score) { return 1 / (1 + std::exp(-score)); }

std::vector<double> Copy(std::span<const double> row) { return {row.begin(), row.end()}; }

}  // namespace

GradientStep MakeGradientStep(std::span<const WindowRow> windows, std::size_t words,
                              const ModelSettings& model, const LessonSettings& settings) {
  BasicMatrix<double> input(words, model.dim);
  BasicMatrix<double> output(words, model.dim);
  models::InitializeMatrices(model, settings.seed, input, output);

  const WindowRow& window = ShownWindow(windows);
  GradientStep step;
  step.wanted = window.output;
  step.candidates = ChooseCandidates(window, words);
  step.rate = settings.rate;
  step.row = Copy(input.Row(RowOf(step.wanted)));
  for (Candidate& candidate : step.candidates) {
    candidate.row = Copy(output.Row(RowOf(candidate.word)));
  }

  Pairs pairs(input, output, step);
  const auto before = pairs.Scores();
  for (std::size_t i = 0; i < before.size(); ++i) step.candidates[i].score = before[i];
  step.loss = pairs.Coefficients(step.rate);
  for (std::size_t i = 0; i < step.candidates.size(); ++i) {
    Candidate& candidate = step.candidates[i];
    candidate.probability = Sigmoid(candidate.score);
    candidate.error = pairs.coefficient(i) / step.rate;
  }
  pairs.Update();
  const auto after = pairs.Scores();
  for (std::size_t i = 0; i < after.size(); ++i) {
    Candidate& candidate = step.candidates[i];
    candidate.score_after = after[i];
    candidate.probability_after = Sigmoid(after[i]);
    candidate.row_after = Copy(output.Row(RowOf(candidate.word)));
  }
  step.loss_after = pairs.Coefficients(0);
  step.row_after = Copy(input.Row(RowOf(step.wanted)));
  return step;
}

}  // namespace firth::learn
