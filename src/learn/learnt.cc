#include <algorithm>
#include <array>
#include <utility>

#include "learn/network.h"
#include "learn/predictor.h"
#include "learn/steps.h"

namespace firth::learn {
namespace {

constexpr std::size_t kMostPasses = 1000;
constexpr std::array<std::size_t, 9> kShownPasses = {1, 2, 5, 10, 20, 50, 100, 200, 500};
constexpr std::size_t kShownWords = 3;
constexpr double kRate = 0.5;
/// With less than this loss a window, words are right with a probability of 0.9.
constexpr double kEnough = 0.1;

/// The losses of the passes shown, and of the last.
std::vector<LossPoint> TrainOn(Network& network, const Sentences& sentences) {
  std::vector<LossPoint> losses = {{0, network.Loss(sentences)}};
  for (std::size_t pass = 1; pass <= kMostPasses; ++pass) {
    network.Train(sentences, kRate);
    const double loss = network.Loss(sentences);
    const bool last = loss < kEnough || pass == kMostPasses;
    if (std::ranges::find(kShownPasses, pass) != kShownPasses.end() || last)
      losses.push_back({pass, loss});
    if (last) break;
  }
  return losses;
}

Prediction Predict(Predictor& predictor, const WindowRow& window, std::size_t number) {
  Prediction prediction{.window = number};
  const std::vector<double> probabilities = predictor.Softmax(window.inputs);
  for (std::uint32_t i = 0; i < probabilities.size(); ++i) {
    prediction.first.push_back({TokenId{i}, probabilities[i]});
  }
  std::ranges::stable_sort(prediction.first, std::ranges::greater(), &ProbableWord::probability);
  prediction.first.resize(std::min(kShownWords, prediction.first.size()));
  prediction.right = prediction.first.front().word == window.output;
  return prediction;
}

}  // namespace

LearntStep LearnSentence(const Lesson& lesson, ModelSettings model, std::uint64_t seed) {
  model.context = ContextKind::kCbow;
  model.cbow_combine = CbowCombine::kConcat;
  model.objective = Objective::kFullSoftmax;
  model.window = lesson.window;
  Network network(model, lesson.vocabulary, seed);
  LearntStep step;
  step.losses = TrainOn(network, {lesson.tokens});
  Predictor predictor(model, network.input(), network.output());
  for (std::size_t i = 0; i < lesson.windows.size(); ++i) {
    step.predictions.push_back(Predict(predictor, lesson.windows[i], i));
    step.right += step.predictions.back().right ? 1U : 0U;
  }
  step.vectors = WordVectors(lesson.vocabulary.Clone(), FloatRows(network.input()));
  return step;
}

}  // namespace firth::learn
