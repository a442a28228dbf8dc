#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "models/model_testing.h"

namespace firth::models {
namespace {

ModelSettings Settings(ContextKind context) {
  ModelSettings settings;
  settings.context = context;
  settings.dim = 10;
  settings.window = 2;
  settings.window_mode = WindowMode::kFixed;
  return settings;
}

constexpr std::array kSentence = {TokenId{0}, TokenId{1}, TokenId{2}, TokenId{3}, TokenId{4}};

class Model : public testing::TestWithParam<ContextKind> {};

TEST_P(Model, CountsItsExamples) {
  SmallModel<float> model(Settings(GetParam()), 20);
  base::SplitMix64 random(1);
  const ExampleLoss loss = model.Make()->Train(kSentence, 0.1, random);
  // 2 + 3 + 4 + 3 + 2 pairs for skip-gram, 5 windows for CBOW; 1 positive and 5 negatives each.
  EXPECT_EQ(loss.examples, (GetParam() == ContextKind::kCbow ? 5U : 14U) * 6);
  EXPECT_GT(loss.sum, 0);
}

TEST_P(Model, LearnsItsSentence) {
  SmallModel<float> model(Settings(GetParam()), 5);
  const auto trainer = model.Make();
  base::SplitMix64 random(1);
  const double before = trainer->Train(kSentence, 0, random).sum;
  for (int i = 0; i < 300; ++i) trainer->Train(kSentence, 0.1, random);
  EXPECT_LT(trainer->Train(kSentence, 0, random).sum, 0.9 * before);
}

TEST_P(Model, DoesNothingForALoneWord) {
  SmallModel<float> model(Settings(GetParam()), 5);
  base::SplitMix64 random(1);
  const std::array alone = {TokenId{2}};
  EXPECT_EQ(model.Make()->Train(alone, 0.1, random).examples, 0U);
  EXPECT_EQ(model.Make()->Train({}, 0.1, random).examples, 0U);
}

TEST_P(Model, KeepsThePaddingAtZero) {
  SmallModel<float> model(Settings(GetParam()), 5);
  base::SplitMix64 random(1);
  model.Make()->Train(kSentence, 0.5, random);
  for (std::uint32_t i = 0; i < 5; ++i) {
    for (std::size_t c = model.input.columns(); c < model.input.stride(); ++c) {
      ASSERT_EQ(model.input.view().RowData(RowId{i})[c], 0);
      ASSERT_EQ(model.output.view().RowData(RowId{i})[c], 0);
    }
  }
}

TEST_P(Model, AVocabularyOfOneWordTrainsWithoutNegatives) {
  SmallModel<float> model(Settings(GetParam()), 1);
  base::SplitMix64 random(1);
  const std::array twice = {TokenId{0}, TokenId{0}};
  EXPECT_EQ(model.Make()->Train(twice, 0.1, random).examples, 2U);
}

TEST_P(Model, SharesNegativesBetweenWindows) {
  constexpr std::size_t kWords = 1000;
  ModelSettings settings = Settings(GetParam());
  const auto moved = [&] {
    const SmallModel<float> before(settings, kWords);
    SmallModel<float> model(settings, kWords);
    base::SplitMix64 random(1);
    const ExampleLoss loss = model.Make()->Train(kSentence, 0.1, random);
    EXPECT_EQ(loss.examples, (GetParam() == ContextKind::kCbow ? 5U : 14U) * 6);
    std::size_t rows = 0;
    for (std::uint32_t i = 0; i < kWords; ++i) {
      if (!std::ranges::equal(model.output.Row(RowId{i}), before.output.Row(RowId{i}))) ++rows;
    }
    return rows;
  };
  // 5 centres; 5 negatives for each window, for two windows (one is left), or for all. What is
  // drawn twice is drawn anew by each window.
  EXPECT_GT(moved(), 25U);
  settings.share_negatives = 2;
  EXPECT_LT(moved(), 25U);
  settings.share_negatives = 9;
  EXPECT_LT(moved(), 16U);
}

TEST_P(Model, TellsAClaimOfEachWindowThatUsesACopy) {
  const ModelSettings settings = Settings(GetParam());
  SmallModel<float> model(settings, 20);
  constexpr std::size_t kCopied = 10;
  Matrix copies(kCopied, settings.dim);
  matrix::RowClaim<float> claim(model.input, kCopied, 2);
  claim.Clear(0);
  const auto trained = model.MakeOver(matrix::SharedRows<float>(model.input, copies, claim),
                                      matrix::SharedRows<float>(model.output), CpuTarget::kBest);
  base::SplitMix64 random(1);
  trained->Train(kSentence, 0.1, random);
  const std::array windows = {2U, 3U, 4U, 3U, 2U, 0U};
  for (std::uint32_t i = 0; i < windows.size(); ++i) {
    EXPECT_EQ(claim.Uses(RowId{i}), windows[i]) << "word " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Contexts, Model,
                         testing::Values(ContextKind::kSkipgram, ContextKind::kCbow),
                         [](const testing::TestParamInfo<ContextKind>& test) {
                           return test.param == ContextKind::kCbow ? "cbow" : "skipgram";
                         });

TEST(CbowGradient, Word2vecMovesEachRowByTheWholeGradient) {
  ModelSettings settings = Settings(ContextKind::kCbow);
  constexpr std::array kThree = {TokenId{0}, TokenId{1}, TokenId{2}};
  const SmallModel<double> before(settings, 9);
  const auto step = [&](CbowGradient gradient) {
    settings.cbow_gradient = gradient;
    SmallModel<double> model(settings, 9);
    base::SplitMix64 random(5);
    model.Make()->Train(kThree, 1e-9, random);
    return model.input.Row(RowId{1})[0] - before.input.Row(RowId{1})[0];
  };
  // Word 1 stands in the bags of words 0 and 2, each of two rows.
  EXPECT_NEAR(step(CbowGradient::kWord2vec) / step(CbowGradient::kExact), 2, 1e-4);
}

}  // namespace
}  // namespace firth::models
