#include "encoder/linear_layer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

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
std::vector<float> Outputs(Precision precision, std::size_t members) {
  const LinearLayer layer(kWeight.data(), kBias.data(), kOutputs, kInputs, precision);
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
  // 8 bits of a weight of up to 1, or 1 / 254 of it, in 37 products of either sign.
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 0.05) << i;
}

TEST_P(LinearLayerIn, MembersGiveTheSameBits) {
  const auto one = Outputs(GetParam(), 1);
  EXPECT_EQ(Outputs(GetParam(), 2), one);
  EXPECT_EQ(Outputs(GetParam(), 5), one);
}

INSTANTIATE_TEST_SUITE_P(Precisions, LinearLayerIn,
                         testing::Values(Precision::kFloat32, Precision::kBFloat16,
                                         Precision::kInt8),
                         [](const auto& test) { return std::string(PrecisionName(test.param)); });

}  // namespace
}  // namespace firth::encoder
