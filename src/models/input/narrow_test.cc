#include "models/input/narrow.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bfloat16.h"
#include "matrix/narrow_matrix.h"
#include "models/model_testing.h"

namespace firth::models {
namespace {

constexpr std::size_t kWords = 30;

/// Words come back in reach, twice in one window too, and when they have left.
std::vector<TokenId> Sentence() {
  std::vector<TokenId> sentence;
  for (std::uint32_t i = 0; i < 60; ++i) {
    sentence.push_back(TokenId{i % 3 == 2 ? 1 : i * 7 % static_cast<std::uint32_t>(kWords)});
  }
  return sentence;
}

ModelSettings Settings(ContextKind context) {
  ModelSettings settings;
  settings.context = context;
  settings.dim = 20;
  settings.window = 3;
  return settings;
}

void RoundToHalf(Matrix& matrix) {
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    for (float& x : matrix.MutableRow(RowId{i})) x = base::FromBFloat16(base::ToBFloat16(x));
  }
}

/// A matrix that is trained narrow, some of its first rows as copies.
struct Narrow {
  Narrow(Matrix& from, std::size_t copied, const kernels::Kernels<float>& table)
      : kernels(table), rows(from.rows(), from.columns()), copies(copied, from.columns()) {
    kernels::Rounding rounding;
    for (std::uint32_t i = 0; i < from.rows(); ++i) {
      rows.Write(kernels, RowId{i}, from.MutableRowData(RowId{i}), rounding);
      if (i < copied) std::ranges::copy(from.Row(RowId{i}), copies.MutableRow(RowId{i}).begin());
    }
  }

  matrix::SharedRows<float> Shared() { return {rows, copies}; }

  std::vector<float> Row(std::uint32_t i) {
    if (i < copies.rows()) return {copies.Row(RowId{i}).begin(), copies.Row(RowId{i}).end()};
    Matrix wide(1, rows.columns());
    rows.Read(kernels, RowId{i}, wide.MutableRowData(RowId{0}));
    return {wide.Row(RowId{0}).begin(), wide.Row(RowId{0}).end()};
  }

  const kernels::Kernels<float>& kernels;
  matrix::NarrowMatrix rows;
  Matrix copies;
};

struct Case {
  ContextKind context;
  std::size_t copied;
};

class NarrowRowsOfAModel : public testing::TestWithParam<Case> {};

/// What the narrow rows are beside those that were trained whole, in the spacing of half numbers,
/// and how far these have moved, both on the mean.
struct Distance {
  double rounding = 0;
  double moved = 0;
};

Distance Compare(Narrow& narrow, const Matrix& whole, const Matrix& before) {
  Distance distance;
  const double numbers = static_cast<double>(whole.rows() * whole.columns());
  for (std::uint32_t i = 0; i < whole.rows(); ++i) {
    const std::vector<float> row = narrow.Row(i);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const double number = whole.Row(RowId{i})[c];
      distance.rounding += std::abs(row[c] - number) / std::abs(number) * 256 / numbers;
      distance.moved +=
          std::abs(before.Row(RowId{i})[c] - number) / std::abs(number) * 256 / numbers;
    }
  }
  return distance;
}

TEST_P(NarrowRowsOfAModel, LearnWhatWholeOnesDo) {
  const ModelSettings settings = Settings(GetParam().context);
  SmallModel<float> model(settings, kWords);
  RoundToHalf(model.input);
  RoundToHalf(model.output);
  const Matrix input_before = model.input.Copy(RowLayout::kPadded);
  const Matrix output_before = model.output.Copy(RowLayout::kPadded);
  for (const CpuTarget target : AvailableCpuTargets()) {
    const auto& kernels = kernels::KernelsFor<float>(target);
    SmallModel<float> whole(settings, kWords);
    RoundToHalf(whole.input);
    RoundToHalf(whole.output);
    Narrow input(whole.input, GetParam().copied, kernels);
    Narrow output(whole.output, GetParam().copied, kernels);
    const auto narrow_model = model.MakeOver(input.Shared(), output.Shared(), target);
    base::SplitMix64 random(1);
    base::SplitMix64 narrow_random(1);
    random();  // what the narrow rows' rounding begins with
    random();
    const ExampleLoss loss = whole.Make(target)->Train(Sentence(), 0.05, random);
    const ExampleLoss narrow_loss = narrow_model->Train(Sentence(), 0.05, narrow_random);
    EXPECT_EQ(narrow_loss.examples, loss.examples);
    EXPECT_NEAR(narrow_loss.sum / loss.sum, 1, 0.01);
    EXPECT_EQ(random(), narrow_random());
    for (const Distance& distance : {Compare(input, whole.input, input_before),
                                     Compare(output, whole.output, output_before)}) {
      EXPECT_LT(distance.rounding, 4) << CpuTargetName(target);
      EXPECT_GT(distance.moved, 5 * distance.rounding) << CpuTargetName(target);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Models, NarrowRowsOfAModel,
                         testing::Values(Case{ContextKind::kSkipgram, 0},
                                         Case{ContextKind::kSkipgram, 8},
                                         Case{ContextKind::kCbow, 0}, Case{ContextKind::kCbow, 8}),
                         [](const testing::TestParamInfo<Case>& test) {
                           const bool cbow = test.param.context == ContextKind::kCbow;
                           return std::string(cbow ? "cbow" : "skipgram") +
                                  (test.param.copied > 0 ? "WithCopies" : "");
                         });

TEST(NarrowRowsOfAModel, StayAsTheyAreAtRateZero) {
  SmallModel<float> model(Settings(ContextKind::kSkipgram), kWords);
  RoundToHalf(model.input);
  RoundToHalf(model.output);
  const auto& kernels = kernels::KernelsFor<float>(CpuTarget::kBest);
  Narrow input(model.input, 0, kernels);
  Narrow output(model.output, 0, kernels);
  base::SplitMix64 random(1);
  model.MakeOver(input.Shared(), output.Shared(), CpuTarget::kBest)->Train(Sentence(), 0, random);
  for (std::uint32_t i = 0; i < kWords; ++i) {
    EXPECT_TRUE(std::ranges::equal(input.Row(i), model.input.Row(RowId{i})));
    EXPECT_TRUE(std::ranges::equal(output.Row(i), model.output.Row(RowId{i})));
  }
}

}  // namespace
}  // namespace firth::models
