#include <algorithm>
#include <optional>
#include <utility>

#include "learn/pairs.h"
#include "learn/steps.h"
#include "models/sentence_model.h"

namespace firth::learn {
namespace {

constexpr std::size_t kMostNegatives = 5;

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

std::vector<double> Copy(std::span<const double> row) { return {row.begin(), row.end()}; }

}  // namespace

std::size_t ShownWindow(std::span<const WindowRow> windows) {
  for (std::size_t i = windows.size(); i-- > 0;) {
    if (std::ranges::all_of(windows[i].inputs, [](const auto& word) { return word.has_value(); })) {
      return i;
    }
  }
  return windows.size() / 2;
}

GradientStep MakeGradientStep(std::span<const WindowRow> windows, std::size_t words,
                              const ModelSettings& model, const LessonSettings& settings) {
  BasicMatrix<double> input(words, model.dim);
  BasicMatrix<double> output(words, model.dim);
  models::InitializeMatrices(model, settings.seed, input, output);

  const WindowRow& window = windows[ShownWindow(windows)];
  GradientStep step;
  step.wanted = window.output;
  step.candidates = ChooseCandidates(window, words);
  step.rate = settings.rate;
  step.row = Copy(input.Row(RowOf(step.wanted)));
  std::vector<double*> outputs;
  std::vector<bool> targets;
  for (Candidate& candidate : step.candidates) {
    candidate.row = Copy(output.Row(RowOf(candidate.word)));
    outputs.push_back(output.MutableRowData(RowOf(candidate.word)));
    targets.push_back(candidate.target);
  }

  Pairs pairs(input.MutableRowData(RowOf(step.wanted)), std::move(outputs), targets,
              input.stride());
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
