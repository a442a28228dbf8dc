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
std::vector<TokenId> Sentence(std::uint32_t length = 60, std::uint32_t words = kWords) {
  std::vector<TokenId> sentence;
  for (std::uint32_t i = 0; i < length; ++i) {
    sentence.push_back(TokenId{(i % 3 == 2 ? 1 : i * 7) % words});
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

/// What the narrow rows are beside those that were trained whole, in the spacing of bfloat16
/// numbers, and how far these have moved, both on the mean, and how far off the worst row is.
struct Distance {
  double rounding = 0;
  double moved = 0;
  double worst = 0;
};

Distance Compare(Narrow& narrow, const Matrix& whole, const Matrix& before) {
  Distance distance;
  const double numbers = static_cast<double>(whole.rows() * whole.columns());
  for (std::uint32_t i = 0; i < whole.rows(); ++i) {
    const std::vector<float> row = narrow.Row(i);
    const double before_row = distance.rounding;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const double number = whole.Row(RowId{i})[c];
      distance.rounding += std::abs(row[c] - number) / std::abs(number) * 256 / numbers;
      distance.moved +=
          std::abs(before.Row(RowId{i})[c] - number) / std::abs(number) * 256 / numbers;
    }
    const double rows = static_cast<double>(whole.rows());
    distance.worst = std::max(distance.worst, (distance.rounding - before_row) * rows);
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
      EXPECT_LT(distance.worst, distance.moved) << CpuTargetName(target);
    }
  }
}

/// Sentences of several lengths, one after the other, take rows out and put all of them back.
TEST_P(NarrowRowsOfAModel, StayAsTheyAreAtRateZero) {
  const auto& kernels = kernels::KernelsFor<float>(CpuTarget::kBest);
  ModelSettings settings = Settings(GetParam().context);
  for (const std::size_t window : {1U, 3U, 20U}) {
    settings.window = window;
    for (const std::uint32_t words : {1U, 2U, 30U}) {
      SmallModel<float> model(settings, words);
      RoundToHalf(model.input);
      RoundToHalf(model.output);
      const std::size_t copied = std::min<std::size_t>(words, GetParam().copied);
      Narrow input(model.input, copied, kernels);
      Narrow output(model.output, copied, kernels);
      const auto trained = model.MakeOver(input.Shared(), output.Shared(), CpuTarget::kBest);
      base::SplitMix64 random(1);
      for (const std::uint32_t length : {0U, 1U, 2U, 3U, 60U, 2U, 60U}) {
        trained->Train(Sentence(length, words), 0, random);
      }
      for (std::uint32_t i = 0; i < words; ++i) {
        EXPECT_TRUE(std::ranges::equal(input.Row(i), model.input.Row(RowId{i})));
        EXPECT_TRUE(std::ranges::equal(output.Row(i), model.output.Row(RowId{i})));
      }
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

}  // namespace
}  // namespace firth::models
