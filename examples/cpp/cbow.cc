/// CBOW by hand, on `I eat a big apple every day` with a window of L = 4: two words before and two
/// after a blank predict the word in it. A table of m = 5 columns is the Embedding matrix, a linear
/// layer with n = 7 outputs the Context matrix; both start at random, both are trained.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "firth/nn.h"

namespace {

namespace nn = firth::nn;

constexpr std::size_t kWords = 7;    // n, different words
constexpr std::size_t kWindow = 4;   // L, two on each side
constexpr std::size_t kColumns = 5;  // m, the embedding's size
constexpr std::int64_t kAbsent = 7;  // "-": a row of zeros beyond the words
constexpr std::array<const char*, kWords + 1> kNames = {"I",     "eat",   "a",   "big",
                                                        "apple", "every", "day", "-"};

/// The words around each word, [kWords, kWindow].
std::vector<std::int64_t> Windows() {
  std::vector<std::int64_t> inputs;
  for (std::int64_t centre = 0; centre < static_cast<std::int64_t>(kWords); ++centre) {
    for (const int offset : {-2, -1, 1, 2}) {
      const std::int64_t place = centre + offset;
      inputs.push_back(place < 0 || place >= static_cast<std::int64_t>(kWords) ? kAbsent : place);
    }
  }
  return inputs;
}

nn::BagSettings SumWithoutAbsent() {
  nn::BagSettings settings;
  settings.mode = nn::BagMode::kSum;
  settings.padding_idx = kAbsent;
  return settings;
}

class CbowNet {
 public:
  CbowNet()
      : embedding_(kWords + 1, kColumns, SumWithoutAbsent(), /*seed=*/1),
        context_(kColumns, kWords, /*bias=*/false, /*seed=*/2) {}

  /// What each word scores for each window, [windows, kWords].
  std::vector<float> Scores(const nn::Bags<float>& windows) {
    hidden_.resize(embedding_.Count(windows) * kColumns);
    embedding_.Forward(windows, hidden_);
    std::vector<float> scores(hidden_.size() / kColumns * kWords);
    context_.Forward(hidden_, scores);
    return scores;
  }

  /// One step for both matrices; gives the loss before it.
  double Train(const nn::Bags<float>& windows, const std::vector<float>& labels) {
    const std::vector<float> scores = Scores(windows);
    std::vector<float> of_scores(scores.size());
    const double loss = nn::SigmoidLoss<float>(scores, labels, of_scores);
    std::vector<float> of_hidden(hidden_.size());
    context_.Backward(hidden_, of_scores, context_gradient_, of_hidden);
    embedding_.Backward(windows, of_hidden, embedding_gradient_);
    context_steps_->Step(context_.weight(), context_gradient_.weight);
    embedding_steps_->Step(embedding_.weight(), embedding_gradient_);
    return loss;
  }

 private:
  nn::EmbeddingBag<float> embedding_;
  nn::Linear<float> context_;
  nn::SparseGrad<float> embedding_gradient_;
  nn::LinearGrad<float> context_gradient_;
  std::unique_ptr<nn::Optimizer<float>> embedding_steps_ = nn::MakeSgd<float>({.lr = 0.5});
  std::unique_ptr<nn::Optimizer<float>> context_steps_ = nn::MakeSgd<float>({.lr = 0.5});
  std::vector<float> hidden_;
};

std::size_t Answer(const std::vector<float>& scores, std::size_t window) {
  const auto first = scores.begin() + static_cast<std::ptrdiff_t>(window * kWords);
  return static_cast<std::size_t>(std::max_element(first, first + kWords) - first);
}

std::size_t CountRight(const std::vector<float>& scores) {
  std::size_t right = 0;
  for (std::size_t word = 0; word < kWords; ++word) right += Answer(scores, word) == word;
  return right;
}

void PrintAnswers(const std::vector<std::int64_t>& inputs, const std::vector<float>& scores) {
  std::printf("\n%-26s  wanted  answer  probability\n", "window");
  for (std::size_t word = 0; word < kWords; ++word) {
    std::string window;
    for (std::size_t i = 0; i < kWindow; ++i) {
      window += kNames[static_cast<std::size_t>(inputs[word * kWindow + i])];
      window += i + 1 < kWindow ? ", " : "";
    }
    const std::size_t answer = Answer(scores, word);
    std::printf("%-26s  %-6s  %-6s  %.3f\n", window.c_str(), kNames[word], kNames[answer],
                static_cast<double>(nn::Sigmoid(scores[word * kWords + answer])));
  }
}

}  // namespace

int main() {
  constexpr int kMaxSteps = 20'000;
  const std::vector<std::int64_t> inputs = Windows();
  const nn::Bags<float> windows{.ids = inputs, .width = kWindow};
  std::vector<float> labels(kWords * kWords);  // 1 for the wanted word, 0 for the others
  for (std::size_t word = 0; word < kWords; ++word) labels[word * kWords + word] = 1;

  CbowNet net;
  int step = 0;
  while (step < kMaxSteps && CountRight(net.Scores(windows)) < kWords) {
    const double loss = net.Train(windows, labels);
    if (step++ % 50 == 0) {
      std::printf("step %4d: loss %.4f, %zu of %zu right\n", step, loss,
                  CountRight(net.Scores(windows)), kWords);
    }
  }
  const std::vector<float> scores = net.Scores(windows);
  std::printf("step %4d: %zu of %zu right\n", step, CountRight(scores), kWords);
  PrintAnswers(inputs, scores);
  return CountRight(scores) == kWords ? 0 : 1;
}
