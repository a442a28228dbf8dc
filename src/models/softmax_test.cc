// What hierarchical and full softmax promise beyond their gradients.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "matrix/initialize.h"
#include "models/model_testing.h"

namespace firth::models {
namespace {

TEST(HierarchicalSoftmax, ProbabilitiesSumToOne) {
  constexpr std::uint32_t kWords = 1000;
  Vocabulary vocabulary;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    vocabulary.Add("w" + std::to_string(i), Count{kWords * 100 / (i + 1)});
  }
  const HuffmanTree tree(vocabulary);
  BasicMatrix<double> input(1, 30);
  BasicMatrix<double> nodes(kWords, 30);
  matrix::FillUniform(input, 1, 1);
  matrix::FillUniform(nodes, 1, 2);
  double total = 0;
  for (std::uint32_t word = 0; word < kWords; ++word) {
    double probability = 1;
    for (const Turn& turn : tree.Path(TokenId{word})) {
      double score = 0;
      for (std::size_t c = 0; c < 30; ++c) {
        score += input.Row(RowId{0})[c] * nodes.Row(turn.node)[c];
      }
      probability /= 1 + std::exp(turn.positive ? -score : score);
    }
    total += probability;
  }
  EXPECT_NEAR(total, 1, 1e-5);
}

TEST(FullSoftmax, LossIsMinusLogOfTheProbability) {
  ModelSettings settings;
  settings.dim = 5;
  settings.window = 1;
  settings.window_mode = WindowMode::kFixed;
  settings.objective = Objective::kFullSoftmax;
  SmallModel<double> model(settings, 4);
  base::SplitMix64 random(1);
  const std::array sentence = {TokenId{2}, TokenId{0}};
  double expected = 0;
  for (const auto& [from, to] : {std::pair{0U, 2U}, {2U, 0U}}) {
    std::array<double, 4> scores{};
    double total = 0;
    for (std::uint32_t o = 0; o < 4; ++o) {
      for (std::size_t c = 0; c < 5; ++c) {
        scores[o] += model.input.Row(RowId{from})[c] * model.output.Row(RowId{o})[c];
      }
      total += std::exp(scores[o]);
    }
    expected -= std::log(std::exp(scores[to]) / total);
  }
  EXPECT_NEAR(model.Make()->Train(sentence, 0, random).sum, expected, 1e-12);
}

}  // namespace
}  // namespace firth::models
