// What a step moves the rows of a word by, in double, beside the gradient of the loss as finite
// differences see it.
#include "models/input/subword.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "models/gradient_testing.h"
#include "models/model_testing.h"

namespace firth::models {
namespace {

// Each word is the other's only context: two windows, two steps.
constexpr std::array kPair = {TokenId{3}, TokenId{8}};
constexpr std::uint64_t kStream = 99;

struct Product {
  ContextKind context;
  CbowCombine combine = CbowCombine::kMean;
  Objective objective = Objective::kNegativeSampling;
  Pad pad = Pad::kZero;
  /// Times what the derivative says; 0: times the rows of a word.
  double scale = 1;
};

ModelSettings Settings(const Product& product) {
  ModelSettings settings;
  settings.context = product.context;
  settings.cbow_combine = product.combine;
  settings.objective = product.objective;
  settings.pad = product.pad;
  settings.dim = 7;
  settings.window = 1;
  settings.window_mode = WindowMode::kFixed;
  settings.negative = 4;
  settings.cbow_gradient = CbowGradient::kExact;
  settings.subwords = {3, 6, 60};
  return settings;
}

double Loss(SmallModel<double>& model) {
  base::SplitMix64 random(kStream);
  return model.Make()->Train(kPair, 0, random).sum;
}

class SubwordGradient : public testing::TestWithParam<Product> {};

TEST_P(SubwordGradient, ReachesEachRow) {
  constexpr double kRate = 1e-7;
  SmallModel<double> still(Settings(GetParam()), 12);
  SmallModel<double> moved(Settings(GetParam()), 12);
  base::SplitMix64 random(kStream);
  moved.Make()->Train(kPair, kRate, random);
  const double rows = static_cast<double>(still.RowsOf(kPair[0]).size());
  ASSERT_EQ(rows, 4);  // the word's own, "<w3", "w3>" and "<w3>"
  const double scale = GetParam().scale == 0 ? rows : GetParam().scale;
  std::size_t touched = 0;
  for (std::uint32_t i = 0; i < still.input.rows(); ++i) {
    for (std::size_t c = 0; c < still.input.columns(); ++c) {
      double& value = still.input.MutableRow(RowId{i})[c];
      const double expected = -scale * Slope(value, [&] { return Loss(still); });
      const double step = (moved.input.Row(RowId{i})[c] - value) / kRate;
      ASSERT_NEAR(step, expected, 1e-5 * std::max(std::abs(expected), 0.1)) << "row " << i;
      touched += expected != 0 ? 1U : 0U;
    }
  }
  EXPECT_GE(touched, 7 * 7U);
}

INSTANTIATE_TEST_SUITE_P(
    Products, SubwordGradient,
    testing::Values(Product{ContextKind::kSkipgram, {}, {}, {}, 0},
                    Product{ContextKind::kSkipgram, {}, Objective::kHierarchicalSoftmax, {}, 0},
                    Product{ContextKind::kSkipgram, {}, Objective::kFullSoftmax, {}, 0},
                    Product{ContextKind::kCbow},
                    Product{.context = ContextKind::kCbow, .pad = Pad::kSkip},
                    Product{ContextKind::kCbow, CbowCombine::kSum},
                    Product{ContextKind::kCbow, CbowCombine::kConcat, {}, {}, 0}));

ModelSettings Wide(ContextKind context) {
  ModelSettings settings;
  settings.context = context;
  settings.dim = 20;
  settings.window = 3;
  settings.subwords = {2, 5, 100};
  return settings;
}

class SubwordModel : public testing::TestWithParam<ContextKind> {};

TEST_P(SubwordModel, LearnsItsSentence) {
  SmallModel<float> model(Wide(GetParam()), 40);
  const auto trainer = model.Make();
  base::SplitMix64 random(1);
  std::vector<TokenId> sentence;
  for (std::uint32_t i = 0; i < 40; ++i) sentence.push_back(TokenId{i * 7 % 40});
  const double before = trainer->Train(sentence, 0, random).sum;
  for (int i = 0; i < 300; ++i) trainer->Train(sentence, 0.02, random);
  EXPECT_LT(trainer->Train(sentence, 0, random).sum, 0.8 * before);
}

TEST_P(SubwordModel, ASentenceIsTrainedAlikeByAllKernels) {
  const auto train = [&](CpuTarget target) {
    SmallModel<float> model(Wide(GetParam()), 30);
    base::SplitMix64 random(1);
    std::vector<TokenId> sentence;
    for (std::uint32_t i = 0; i < 200; ++i) sentence.push_back(TokenId{i * i % 30});
    model.Make(target)->Train(sentence, 0.01, random);
    return std::move(model.input);
  };
  const Matrix plain = train(CpuTarget::kScalar);
  const Matrix best = train(CpuTarget::kBest);
  for (std::uint32_t i = 0; i < plain.rows(); ++i) {
    for (std::size_t c = 0; c < plain.columns(); ++c) {
      ASSERT_NEAR(plain.Row(RowId{i})[c], best.Row(RowId{i})[c], 1e-4);
    }
  }
}

TEST_P(SubwordModel, ListsTheRowsThatItUses) {
  SmallModel<float> model(Wide(GetParam()), 30);
  const SmallModel<float> before(Wide(GetParam()), 30);
  const auto trainer = model.Make();
  base::SplitMix64 random(1);
  const std::array words = {TokenId{1}, TokenId{12}, TokenId{1}, TokenId{29}};
  trainer->Train(words, 0.1, random);
  std::vector<RowId> inputs;
  std::vector<RowId> outputs;
  trainer->ListRows(words, inputs, outputs);
  for (std::uint32_t i = 0; i < model.input.rows(); ++i) {
    const bool moved = !std::ranges::equal(model.input.Row(RowId{i}), before.input.Row(RowId{i}));
    EXPECT_EQ(moved, std::ranges::find(inputs, RowId{i}) != inputs.end()) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Contexts, SubwordModel,
                         testing::Values(ContextKind::kSkipgram, ContextKind::kCbow));

}  // namespace
}  // namespace firth::models
