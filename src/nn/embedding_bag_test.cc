#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "nn/nn_testing.h"

namespace firth::nn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Winners = EmbeddingBag<float>::Winners;

const std::vector<float> kTable = {1, 8, 3, 4, 5, 6, 7, 2};  // 4 x 2
const std::vector<std::int64_t> kIds = {0, 1, 3, 3, 2};

BagSettings Mode(BagMode mode) {
  BagSettings settings;
  settings.mode = mode;
  return settings;
}

EmbeddingBag<float> Table(const BagSettings& settings) {
  return EmbeddingBag<float>::FromPretrained(MatrixOf<float>(4, 2, kTable), /*freeze=*/false,
                                             settings);
}

TEST(EmbeddingBag, BagsOfNoWidthAreEmpty) {
  for (const BagMode mode : {BagMode::kSum, BagMode::kMean, BagMode::kMax}) {
    EmbeddingBag<float> bag(5, 3, {{}, mode});
    const Bags<float> bags{.ids = std::span<const std::int64_t>(), .empty_bags = 4};
    ASSERT_EQ(bag.Count(bags), 4U);
    std::vector<float> out(12, 7.F);
    EmbeddingBag<float>::Winners winners;
    bag.Forward(bags, out, &winners);
    EXPECT_EQ(out, std::vector<float>(12, 0.F));
    SparseGrad<float> grad;
    bag.Backward(bags, out, grad, &winners);
    EXPECT_EQ(grad.size(), 0U);
  }
}

TEST(EmbeddingBag, ReducesBagsByOffsets) {
  const std::vector<std::int32_t> offsets = {0, 2, 2, 5};  // two empty bags
  const Bags<float> bags{.ids = kIds, .offsets = offsets};
  EXPECT_THAT(Numbers(Table(Mode(BagMode::kSum)).Forward(bags)),
              ElementsAre(4, 12, 0, 0, 19, 10, 0, 0));
  EXPECT_THAT(
      Numbers(Table(Mode(BagMode::kMean)).Forward(bags)),
      ElementsAre(2, 6, 0, 0, testing::FloatEq(19.0F / 3), testing::FloatEq(10.0F / 3), 0, 0));
  Winners winners;
  EXPECT_THAT(Numbers(Table(Mode(BagMode::kMax)).Forward(bags, &winners)),
              ElementsAre(3, 8, 0, 0, 7, 6, 0, 0));
  constexpr auto kNone = EmbeddingBag<float>::kNoWinner;
  EXPECT_THAT(winners, ElementsAre(1, 0, kNone, kNone, 2, 4, kNone, kNone));
  EXPECT_EQ(BagSettings().mode, BagMode::kMean);
}

TEST(EmbeddingBag, ReducesBagsOfOneWidth) {
  const std::vector<std::int32_t> ids = {0, 1, 3, 3};
  EXPECT_THAT(Numbers(Table(Mode(BagMode::kSum)).Forward({.ids = ids, .width = 2})),
              ElementsAre(4, 12, 14, 4));
}

TEST(EmbeddingBag, TheLastOffsetMayBeAnEnd) {
  BagSettings settings = Mode(BagMode::kSum);
  settings.include_last_offset = true;
  const std::vector<std::int64_t> offsets = {0, 2, 4};
  const Bags<float> bags{.ids = kIds, .offsets = offsets};
  auto table = Table(settings);
  EXPECT_THAT(Numbers(table.Forward(bags)), ElementsAre(4, 12, 14, 4));
  SparseGrad<float> grad;
  table.Backward(bags, std::vector<float>{1, 1, 2, 2}, grad);
  EXPECT_THAT(Dense(grad, 4, 2), ElementsAre(1, 1, 1, 1, 0, 0, 4, 4));  // id 2 is in no bag
}

TEST(EmbeddingBag, PaddingIsLeftOutOfReductionAndDivisor) {
  BagSettings settings = Mode(BagMode::kMean);
  settings.padding_idx = 3;
  auto table = Table(settings);
  const std::vector<std::int64_t> ids = {3, 0, 2, 3, 3, 3};
  const Bags<float> bags{.ids = ids, .width = 3};
  EXPECT_THAT(Numbers(table.Forward(bags)), ElementsAre(3, 7, 0, 0));
  SparseGrad<float> grad;
  table.Backward(bags, std::vector<float>{4, 6, 1, 1}, grad);
  EXPECT_THAT(grad.rows(), ElementsAre(RowId{0}, RowId{2}));
  EXPECT_THAT(Dense(grad, 4, 2), ElementsAre(2, 3, 0, 0, 2, 3, 0, 0));
}

TEST(EmbeddingBag, WeightsScaleASumAndHaveGradients) {
  BagSettings settings = Mode(BagMode::kSum);
  settings.padding_idx = 1;
  auto table = Table(settings);
  const std::vector<float> weights = {2, 9, 1, -1, 0.5F};
  const std::vector<std::int64_t> offsets = {0, 3};
  const Bags<float> bags{.ids = kIds, .offsets = offsets, .weights = weights};
  EXPECT_THAT(Numbers(table.Forward(bags)), ElementsAre(9, 18, -4.5F, 1));
  SparseGrad<float> grad;
  std::vector<float> of_weights(5, 9);
  table.Backward(bags, std::vector<float>{1, 2, 3, 4}, grad, nullptr, of_weights);
  EXPECT_THAT(Dense(grad, 4, 2), ElementsAre(2, 4, 0, 0, 1.5F, 2, -2, -2));
  EXPECT_THAT(of_weights, ElementsAre(17, 0, 11, 29, 39));
}

TEST(EmbeddingBag, EachOccurrenceIsDividedByItsOwnCount) {
  BagSettings settings = Mode(BagMode::kSum);
  settings.scale_grad_by_freq = true;
  const std::vector<std::int64_t> ids = {1, 1, 3};  // where PyTorch gives row 3 a half
  SparseGrad<float> grad;
  Table(settings).Backward({.ids = ids, .width = 3}, std::vector<float>{1, 1}, grad);
  EXPECT_THAT(Dense(grad, 4, 2), ElementsAre(0, 0, 1, 1, 0, 0, 1, 1));
}

TEST(EmbeddingBag, MaximumGivesItsGradientToTheWinner) {
  auto table = Table(Mode(BagMode::kMax));
  const Bags<float> bags{.ids = kIds, .width = 5};
  Winners winners;
  table.Forward(bags, &winners);
  SparseGrad<float> grad;
  table.Backward(bags, std::vector<float>{2, 3}, grad, &winners);
  EXPECT_THAT(Dense(grad, 4, 2), ElementsAre(0, 3, 0, 0, 0, 0, 2, 0));
}

TEST(EmbeddingBag, MaxNormScalesUsedRows) {
  BagSettings settings = Mode(BagMode::kSum);
  settings.max_norm = 5;
  auto table = Table(settings);
  const std::vector<std::int64_t> ids = {1, 1};
  EXPECT_THAT(Numbers(table.Forward({.ids = ids, .width = 2})), ElementsAre(6, 8));  // length 5
  const std::vector<std::int64_t> longer = {0};
  table.Forward({.ids = longer, .width = 1});
  EXPECT_NEAR(table.weight().Row(RowId{0})[0], 5 / std::sqrt(65.0), 1e-6);
}

TEST(EmbeddingBag, RefusesBagsThatDoNotFit) {
  auto table = Table(Mode(BagMode::kSum));
  const auto error_of = [&](const std::vector<std::int64_t>& offsets, std::size_t width = 0) {
    return ErrorOf([&] { table.Forward({.ids = kIds, .offsets = offsets, .width = width}); });
  };
  EXPECT_THAT(error_of({1, 2}), HasSubstr("first offset is 1"));
  EXPECT_THAT(error_of({0, 3, 2}), HasSubstr("offset 2 follows offset 3"));
  EXPECT_THAT(error_of({0, 6}),
              HasSubstr("offset id 6 at place 1 is out of range: ids are 0 to 5"));
  EXPECT_THAT(error_of({}, 2), HasSubstr("5 ids are not a whole number"));
  EXPECT_THAT(error_of({0}, 5), HasSubstr("not both"));
  BagSettings ends = Mode(BagMode::kSum);
  ends.include_last_offset = true;
  auto with_ends = Table(ends);
  EXPECT_THAT(ErrorOf([&] { with_ends.Forward({.ids = kIds}); }),
              HasSubstr("the end of the last bag is missing"));
  const std::vector<std::int64_t> bad = {0, 4};
  EXPECT_THAT(ErrorOf([&] { table.Forward({.ids = bad, .width = 2}); }), HasSubstr("row id 4"));
}

TEST(EmbeddingBag, RefusesSettingsThatDoNotGoTogether) {
  BagSettings settings = Mode(BagMode::kMax);
  settings.scale_grad_by_freq = true;
  EXPECT_THAT(ErrorOf([&] { Table(settings); }), HasSubstr("scale_grad_by_freq"));
  const std::vector<float> weights(5, 1);
  auto mean = Table(Mode(BagMode::kMean));
  EXPECT_THAT(ErrorOf([&] { mean.Forward({.ids = kIds, .width = 5, .weights = weights}); }),
              HasSubstr("mode sum alone"));
  auto max = Table(Mode(BagMode::kMax));
  SparseGrad<float> grad;
  EXPECT_THAT(
      ErrorOf([&] { max.Backward({.ids = kIds, .width = 5}, std::vector<float>(2), grad); }),
      HasSubstr("winners"));
}

TEST(EmbeddingBag, SameForAnyNumberOfThreads) {
  const auto ids = RandomIds(20'000, 900, 1);
  const auto weights = RandomNumbers<float>(ids.size(), 2);
  for (const BagMode mode : {BagMode::kSum, BagMode::kMean, BagMode::kMax}) {
    std::vector<std::vector<float>> outputs;
    std::vector<std::vector<float>> gradients;
    for (const unsigned threads : {1U, 3U}) {
      EmbeddingBag<float> table(900, 70, Mode(mode), 3, {.threads = threads});
      Bags<float> bags{.ids = ids, .width = 10};
      if (mode == BagMode::kSum) bags.weights = weights;
      Winners winners;
      outputs.push_back(Numbers(table.Forward(bags, &winners)));
      SparseGrad<float> grad;
      std::vector<float> of_weights(bags.weights.size());
      table.Backward(bags, RandomNumbers<float>(outputs[0].size(), 4), grad, &winners, of_weights);
      gradients.push_back(Dense(grad, 900, 70));
      gradients.back().insert(gradients.back().end(), of_weights.begin(), of_weights.end());
    }
    EXPECT_EQ(outputs[1], outputs[0]);
    EXPECT_EQ(gradients[1], gradients[0]);
  }
}

TEST(EmbeddingBag, GradientsAgreeWithFiniteDifferences) {
  const std::vector<std::int32_t> ids = {4, 0, 4, 2, 1, 4, 3};
  const std::vector<std::int32_t> offsets = {0, 4, 4};
  const auto of_output = RandomNumbers<double>(9, 4);
  std::vector<double> weights = RandomNumbers<double>(7, 5);
  for (const BagMode mode : {BagMode::kSum, BagMode::kMean, BagMode::kMax}) {
    BagSettings settings = Mode(mode);
    settings.padding_idx = 1;
    EmbeddingBag<double> table(5, 3, settings);
    Bags<double> bags{.ids = ids, .offsets = offsets};
    if (mode == BagMode::kSum) bags.weights = weights;
    EmbeddingBag<double>::Winners winners;
    const auto loss = [&] { return Weighted(Numbers(table.Forward(bags, &winners)), of_output); };
    loss();
    SparseGrad<double> grad;
    std::vector<double> of_weights(bags.weights.size());
    table.Backward(bags, of_output, grad, &winners, of_weights);
    ExpectMatrixGradient(table.weight(), Dense(grad, 5, 3), loss);
    if (mode == BagMode::kSum) ExpectGradient(weights, of_weights, loss);
  }
}

}  // namespace
}  // namespace firth::nn
