#include "encoder/linear_layer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/error_testing.h"
#include "base/random.h"

namespace firth::encoder {
namespace {

constexpr std::size_t kRows = 5;
constexpr std::size_t kInputs = 37;
constexpr std::size_t kOutputs = 70;

std::vector<float> Numbers(std::size_t count, std::uint64_t seed) {
  base::SplitMix64 random(seed);
  std::vector<float> numbers(count);
  for (float& number : numbers) number = 2 * random.UnitFloat() - 1;
  return numbers;
}

const std::vector<float> kInput = Numbers(kRows * kInputs, 1);
const std::vector<float> kWeight = Numbers(kOutputs * kInputs, 2);
const std::vector<float> kBias = Numbers(kOutputs, 3);

/// All outputs, by so many members in turn.
std::vector<float> Outputs(Precision precision, std::size_t members,
                           const std::vector<float>& factors = {}) {
  const LinearLayer layer({kWeight.data(), kBias.data(), kOutputs, kInputs}, precision, factors);
  std::vector<float> out(kRows * kOutputs);
  LinearScratch scratch;
  const auto& kernels = kernels::KernelsFor<float>(CpuTarget::kBest);
  layer.Prepare(kernels, kInput.data(), kRows, scratch);
  for (std::size_t m = 0; m < members; ++m) {
    layer.Apply(kernels, kInput.data(), kRows, base::Share(m, members, kOutputs, kOutputStep),
                out.data(), kOutputs, scratch);
  }
  return out;
}

class LinearLayerIn : public testing::TestWithParam<Precision> {};

TEST_P(LinearLayerIn, APrecisionIsNearFloat32) {
  const auto expected = Outputs(Precision::kFloat32, 1);
  const auto got = Outputs(GetParam(), 1);
  // 37 products of either sign, with weights of up to 1 rounded to 8 bits, or to 1 / 126 and
  // numbers of the input to 1 / 127.
  const double within = GetParam() == Precision::kInt8 ? 0.1 : 0.05;
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], within) << i;
}

TEST_P(LinearLayerIn, MembersGiveTheSameBits) {
  const auto one = Outputs(GetParam(), 1);
  EXPECT_EQ(Outputs(GetParam(), 2), one);
  EXPECT_EQ(Outputs(GetParam(), 5), one);
}

TEST(LinearLayer, FactorsLeaveTheProductAsItIs) {
  std::vector<float> factors(kInputs, 0.5F);
  const auto plain = Outputs(Precision::kInt8, 1);
  EXPECT_EQ(Outputs(Precision::kInt8, 1, factors), plain);  // a power of two rounds nothing
  for (std::size_t c = 0; c < kInputs; c += 2) factors[c] = 0.8F;
  const auto expected = Outputs(Precision::kFloat32, 1);
  const auto got = Outputs(Precision::kInt8, 1, factors);
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 0.12) << i;
}

TEST(LinearLayer, SaysWhatInt8CannotHold) {
  const auto refusal = [](const std::vector<float>& weight, const std::vector<float>& factors) {
    return base::MessageOfError([&] {
      LinearLayer({weight.data(), kBias.data(), 1, weight.size()}, Precision::kInt8, factors);
    });
  };
  const std::vector<float> wide(kernels::kInt8ColumnsMost + 1, 1.0F);
  EXPECT_THAT(refusal(wide, {}),
              testing::StrEq(fmt::format("has {} columns; int8 takes at most {}", wide.size(),
                                         kernels::kInt8ColumnsMost)));
  EXPECT_THAT(refusal({3e38F}, {2.0F}), testing::HasSubstr("weights too large to be rounded"));
}

INSTANTIATE_TEST_SUITE_P(Precisions, LinearLayerIn,
                         testing::Values(Precision::kFloat32, Precision::kBFloat16,
                                         Precision::kInt8),
                         [](const auto& test) { return std::string(PrecisionName(test.param)); });

}  // namespace
}  // namespace firth::encoder
