#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "learn/predictor.h"
#include "learn/steps.h"
#include "models/sentence_model.h"

namespace firth::learn {
namespace {

constexpr std::size_t kMostPasses = 1000;
constexpr std::array<std::size_t, 9> kShownPasses = {1, 2, 5, 10, 20, 50, 100, 200, 500};
constexpr std::size_t kShownWords = 3;
constexpr double kRate = 0.5;
/// With less than this loss a window, words are right with a probability of 0.9.
constexpr double kEnough = 0.1;

/// The fully connected network over a window, and its trainer.
class Network {
 public:
  Network(const ModelSettings& model, std::size_t words, std::uint64_t seed)
      : input_(words, model.dim), output_(words, models::OutputColumns(model, input_.stride())) {
    models::InitializeMatrices(model, seed, input_, output_);
    trainer_ = models::MakeSentenceModel<double>(
        model, {matrix::SharedRows<double>(input_), matrix::SharedRows<double>(output_), words,
                nullptr, nullptr, kernels::KernelsFor<double>(CpuTarget::kScalar)});
  }

  /// One pass at `rate`: the mean loss of a window.
  double Pass(std::span<const TokenId> tokens, double rate) {
    base::SplitMix64 unused(0);  // neither a fixed window nor a full softmax draws
    const models::ExampleLoss loss = trainer_->Train(tokens, rate, unused);
    return loss.sum / static_cast<double>(loss.examples);
  }

  BasicMatrix<double>& input() { return input_; }
  BasicMatrix<double>& output() { return output_; }

 private:
  BasicMatrix<double> input_;
  BasicMatrix<double> output_;
  std::unique_ptr<models::SentenceModel> trainer_;
};

/// The losses of the passes shown, and of the last.
std::vector<LossPoint> TrainOn(Network& network, std::span<const TokenId> tokens) {
  std::vector<LossPoint> losses = {{0, network.Pass(tokens, 0)}};
  for (std::size_t pass = 1; pass <= kMostPasses; ++pass) {
    network.Pass(tokens, kRate);
    const double loss = network.Pass(tokens, 0);
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

WordVectors Embedding(const Vocabulary& vocabulary, const BasicMatrix<double>& input) {
  Matrix matrix(input.rows(), input.columns(), RowLayout::kDense);
  for (std::uint32_t i = 0; i < input.rows(); ++i) {
    std::ranges::transform(input.Row(RowId{i}), matrix.MutableRow(RowId{i}).begin(),
                           [](double value) { return static_cast<float>(value); });
  }
  return {vocabulary.Clone(), std::move(matrix)};
}

}  // namespace

LearntStep LearnSentence(const Lesson& lesson, ModelSettings model, std::uint64_t seed) {
  model.context = ContextKind::kCbow;
  model.cbow_combine = CbowCombine::kConcat;
  model.objective = Objective::kFullSoftmax;
  model.window = lesson.window;
  Network network(model, lesson.vocabulary.size(), seed);
  LearntStep step;
  step.losses = TrainOn(network, lesson.tokens);
  Predictor predictor(model, network.input(), network.output());
  for (std::size_t i = 0; i < lesson.windows.size(); ++i) {
    step.predictions.push_back(Predict(predictor, lesson.windows[i], i));
    step.right += step.predictions.back().right ? 1U : 0U;
  }
  step.vectors = Embedding(lesson.vocabulary, network.input());
  return step;
}

}  // namespace firth::learn
