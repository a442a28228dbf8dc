#include "kernels/narrow.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "kernels/encoder.h"
#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

struct Size {
  std::size_t inputs;
  std::size_t outputs;
  std::size_t columns;
};
constexpr Size kSizes[] = {{1, 1, 1}, {3, 7, 19}, {70, 13, 48}, {5, 6, 33}};

class NarrowOnTarget : public testing::TestWithParam<CpuTarget> {
 protected:
  const Kernels<float>& kernels_ = KernelsFor<float>(GetParam());
  const Kernels<float>& reference_ = KernelsFor<float>(CpuTarget::kScalar);
};

TEST_P(NarrowOnTarget, BFloat16IsALayerOfTheWidenedWeights) {
  for (const Size& size : kSizes) {
    const std::size_t stride = size.columns + 3;
    const auto input = Numbers(size.inputs * stride, 1);
    const auto bias = Numbers(size.outputs, 3);
    auto weight = Numbers(size.outputs * stride, 2);
    std::vector<BFloat16Bits> bits;
    for (float& number : weight) {
      bits.push_back(static_cast<BFloat16Bits>(std::bit_cast<std::uint32_t>(number) >> 16U));
      number = std::bit_cast<float>(std::uint32_t{bits.back()} << 16U);
    }
    std::vector<float> wide(kWideRows * size.columns);
    std::vector<float> got(size.inputs * (size.outputs + 1));
    std::vector<float> reference = got;
    std::vector<float> expected = got;
    BFloat16LinearPlan<float> plan{input.data(), size.inputs,      stride,      bits.data(),
                                   size.outputs, stride,           bias.data(), size.columns,
                                   got.data(),   size.outputs + 1, wide.data()};
    kernels_.bfloat16_linear(plan);
    plan.out = reference.data();
    reference_.bfloat16_linear(plan);
    kernels_.linear({input.data(), size.inputs, stride, weight.data(), size.outputs, stride,
                     bias.data(), size.columns, expected.data(), size.outputs + 1});
    EXPECT_EQ(got, expected);  // to the bit
    for (std::size_t i = 0; i < got.size(); ++i) {
      ASSERT_NEAR(got[i], reference[i], 2e-5 * (1 + std::abs(reference[i]))) << i;
    }
  }
}

TEST_P(NarrowOnTarget, Int8AgreesWithTheReference) {
  for (const Size& size : kSizes) {
    const std::size_t stride = size.columns + 3;
    base::SplitMix64 random(5);
    std::vector<std::int16_t> input(size.inputs * stride);
    for (auto& number : input)
      number = static_cast<std::int16_t>(static_cast<int>(random.Below(8191)) - 4095);
    std::vector<std::int8_t> weight(size.outputs * stride);
    for (auto& number : weight) {
      number = static_cast<std::int8_t>(static_cast<int>(random.Below(255)) - 127);
    }
    const auto bias = Numbers(size.outputs, 3);
    const auto input_scales = Numbers(size.inputs, 4);
    const auto weight_scales = Numbers(size.outputs, 5);
    std::vector<std::int16_t> wide(kWideRows * size.columns);
    std::vector<float> got(size.inputs * (size.outputs + 1));
    std::vector<float> expected = got;
    Int8LinearPlan<float> plan{input.data(),  input_scales.data(),  size.inputs,  stride,
                               weight.data(), weight_scales.data(), size.outputs, stride,
                               bias.data(),   size.columns,         got.data(),   size.outputs + 1,
                               wide.data()};
    kernels_.int8_linear(plan);
    plan.out = expected.data();
    reference_.int8_linear(plan);
    for (std::size_t i = 0; i < got.size(); ++i) {
      ASSERT_NEAR(got[i], expected[i], 1e-6 * (1e6 + std::abs(expected[i]))) << i;
    }
  }
}

TEST_P(NarrowOnTarget, TheLargestSumFits) {
  for (const std::size_t columns : {384UL, 4096UL, 10000UL}) {
    const int most = QuantizeMost(columns);
    const std::vector<std::int16_t> input(columns, static_cast<std::int16_t>(most));
    const std::vector<std::int8_t> weight(columns, 127);
    std::vector<std::int16_t> wide(kWideRows * columns);
    const float one = 1;
    const float zero = 0;
    float out = 0;
    kernels_.int8_linear({input.data(), &one, 1, columns, weight.data(), &one, 1, columns, &zero,
                          columns, &out, 1, wide.data()});
    const double expected = 127.0 * most * static_cast<double>(columns);
    EXPECT_NEAR(out, expected, expected * 1e-6);
  }
}

TEST_P(NarrowOnTarget, QuantizeRoundsToTheNearest) {
  for (const std::size_t columns : {1UL, 5UL, 16UL, 37UL}) {
    auto rows = Numbers(3 * columns, columns);
    std::fill_n(rows.begin() + static_cast<std::ptrdiff_t>(columns), columns, 0.0F);
    std::vector<std::int16_t> got(3 * columns);
    std::vector<std::int16_t> expected(3 * columns);
    std::vector<float> scales(3);
    std::vector<float> expected_scales(3);
    kernels_.quantize({rows.data(), 3, columns, columns, got.data(), scales.data(), 4095});
    reference_.quantize(
        {rows.data(), 3, columns, columns, expected.data(), expected_scales.data(), 4095});
    EXPECT_EQ(got, expected);
    EXPECT_EQ(scales, expected_scales);
    EXPECT_EQ(scales[1], 0);
    for (std::size_t i = 0; i < got.size(); ++i) {
      ASSERT_NEAR(got[i] * scales[i / columns], rows[i], 2.0 / 4095);
    }
  }
}

TEST_P(NarrowOnTarget, QuantizeKeepsWhatIsNoNumberApart) {
  for (const std::size_t at : {0UL, 18UL}) {
    std::vector<float> rows(3 * 19, 1e-36F);
    rows[at] = NAN;
    rows[19 + at] = HUGE_VALF;
    std::vector<std::int16_t> out(rows.size(), 7);
    std::vector<float> scales(3);
    kernels_.quantize({rows.data(), 3, 19, 19, out.data(), scales.data(), 4095});
    EXPECT_TRUE(std::isnan(scales[0]));
    EXPECT_TRUE(std::isnan(scales[1]));
    EXPECT_LT(scales[2], 1e-30F);
    EXPECT_EQ(out, std::vector<std::int16_t>(rows.size()));
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, NarrowOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
