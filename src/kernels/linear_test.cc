#include "kernels/linear.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "base/random.h"
#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

struct Size {
  std::size_t inputs;
  std::size_t outputs;
  std::size_t columns;
};
constexpr Size kSizes[] = {{1, 1, 1}, {3, 7, 19}, {130, 45, 48}, {5, 16, 33}, {17, 50, 515}};

class LinearOnTarget : public testing::TestWithParam<CpuTarget> {
 protected:
  const Kernels<float>& kernels_ = KernelsFor<float>(GetParam());
  const Kernels<float>& reference_ = KernelsFor<float>(CpuTarget::kScalar);
};

/// Weights [outputs, columns] as kernels read them.
template <std::size_t kGroup, class Weight>
std::vector<Weight> Packed(const Size& size, const std::vector<Weight>& weights) {
  const std::size_t columns = (size.columns + kGroup - 1) / kGroup * kGroup;
  std::vector<Weight> panels(WholePanels(size.outputs) * columns);
  PackPanels<kGroup>(
      size.outputs, size.columns,
      [&](std::size_t o, std::size_t c) { return weights[o * size.columns + c]; }, panels.data());
  return panels;
}

void ExpectNear(const std::vector<float>& got, const std::vector<float>& expected, double within) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    ASSERT_NEAR(got[i], expected[i], within * (1 + std::abs(expected[i]))) << i;
  }
}

TEST(Panels, HoldOutputsSideBySide) {
  const std::vector<int> weights = {1, 2, 3, 4, 5, 6};  // of two outputs
  const auto panels = Packed<1>({0, 2, 3}, weights);
  ASSERT_EQ(panels.size(), 3 * kPanel);
  EXPECT_EQ((std::vector<int>{panels[0], panels[1], panels[2]}), (std::vector<int>{1, 4, 0}));
  EXPECT_EQ((std::vector<int>{panels[kPanel], panels[kPanel + 1]}), (std::vector<int>{2, 5}));
  const auto groups = Packed<2>({0, 2, 3}, weights);
  ASSERT_EQ(groups.size(), 4 * kPanel);
  EXPECT_EQ(std::vector<int>(groups.begin(), groups.begin() + 5),
            (std::vector<int>{1, 2, 4, 5, 0}));
  EXPECT_EQ(std::vector<int>(groups.begin() + 2 * kPanel, groups.begin() + 2 * kPanel + 5),
            (std::vector<int>{3, 0, 6, 0, 0}));
}

TEST_P(LinearOnTarget, AgreesWithTheReferenceInFloat32) {
  for (const Size& size : kSizes) {
    const std::size_t stride = size.columns + 3;
    const auto input = Numbers(size.inputs * stride, 1);
    const auto panels = Packed<1>(size, Numbers(size.outputs * size.columns, 2));
    const auto bias = Numbers(WholePanels(size.outputs), 3);
    std::vector<float> got(size.inputs * (size.outputs + 1));
    std::vector<float> expected = got;
    LinearPlan<float, float> plan{input.data(),  size.inputs, stride,
                                  panels.data(), bias.data(), size.outputs,
                                  size.columns,  got.data(),  size.outputs + 1};
    kernels_.linear(plan);
    plan.out = expected.data();
    reference_.linear(plan);
    ExpectNear(got, expected, 2e-5);
  }
}

TEST_P(LinearOnTarget, ARowIsTheSameInAnyCompany) {
  constexpr Size kSize{130, 37, 300};
  const auto input = Numbers(kSize.inputs * kSize.columns, 1);
  const auto panels = Packed<1>(kSize, Numbers(kSize.outputs * kSize.columns, 2));
  const auto bias = Numbers(WholePanels(kSize.outputs), 3);
  std::vector<float> together(kSize.inputs * kSize.outputs);
  LinearPlan<float, float> plan{input.data(),  kSize.inputs,    kSize.columns,
                                panels.data(), bias.data(),     kSize.outputs,
                                kSize.columns, together.data(), kSize.outputs};
  kernels_.linear(plan);
  for (const std::size_t rows : {1UL, 2UL, 5UL, 7UL, 13UL}) {
    std::vector<float> apart(kSize.inputs * kSize.outputs);
    for (std::size_t i = 0; i < kSize.inputs; i += rows) {
      plan.input = input.data() + i * kSize.columns;
      plan.input_count = std::min(rows, kSize.inputs - i);
      plan.out = apart.data() + i * kSize.outputs;
      kernels_.linear(plan);
    }
    EXPECT_EQ(together, apart) << rows;
  }
}

TEST_P(LinearOnTarget, BFloat16IsALayerOfTheWidenedWeights) {
  for (const Size& size : kSizes) {
    const auto input = Numbers(size.inputs * size.columns, 1);
    const auto bias = Numbers(WholePanels(size.outputs), 3);
    auto weights = Numbers(size.outputs * size.columns, 2);
    std::vector<BFloat16Bits> bits;
    for (float& number : weights) {
      bits.push_back(static_cast<BFloat16Bits>(std::bit_cast<std::uint32_t>(number) >> 16U));
      number = std::bit_cast<float>(std::uint32_t{bits.back()} << 16U);
    }
    const auto narrow = Packed<1>(size, bits);
    const auto wide = Packed<1>(size, weights);
    std::vector<float> got(size.inputs * size.outputs);
    std::vector<float> reference = got;
    std::vector<float> expected = got;
    LinearPlan<float, BFloat16Bits> plan{input.data(),  size.inputs, size.columns,
                                         narrow.data(), bias.data(), size.outputs,
                                         size.columns,  got.data(),  size.outputs};
    kernels_.bfloat16_linear(plan);
    plan.out = reference.data();
    reference_.bfloat16_linear(plan);
    kernels_.linear({input.data(), size.inputs, size.columns, wide.data(), bias.data(),
                     size.outputs, size.columns, expected.data(), size.outputs});
    EXPECT_EQ(got, expected);  // to the bit
    ExpectNear(got, reference, 2e-5);
  }
}

TEST_P(LinearOnTarget, Int8AgreesWithTheReference) {
  for (const Size& size : kSizes) {
    base::SplitMix64 random(5);
    std::vector<std::int16_t> input(size.inputs * Int8Columns(size.columns));
    for (auto& number : input) {
      number = static_cast<std::int16_t>(static_cast<int>(random.Below(8191)) - 4095);
    }
    std::vector<std::int8_t> weights(size.outputs * size.columns);
    for (auto& number : weights) {
      number = static_cast<std::int8_t>(static_cast<int>(random.Below(255)) - 127);
    }
    const auto panels = Packed<kInt8Group>(size, weights);
    const auto bias = Numbers(WholePanels(size.outputs), 3);
    const auto input_scales = Numbers(size.inputs, 4);
    const auto weight_scales = Numbers(WholePanels(size.outputs), 5);
    std::vector<float> got(size.inputs * (size.outputs + 1));
    std::vector<float> expected = got;
    Int8LinearPlan<float> plan{
        input.data(), input_scales.data(), size.inputs,  panels.data(), weight_scales.data(),
        bias.data(),  size.outputs,        size.columns, got.data(),    size.outputs + 1};
    kernels_.int8_linear(plan);
    plan.out = expected.data();
    reference_.int8_linear(plan);
    for (std::size_t i = 0; i < got.size(); ++i) {
      ASSERT_NEAR(got[i], expected[i], 1e-6 * (1e6 + std::abs(expected[i]))) << i;
    }
  }
}

TEST_P(LinearOnTarget, TheLargestSumFits) {
  for (const std::size_t columns : {384UL, 4096UL, 10000UL}) {
    const int most = QuantizeMost(columns);
    const std::vector<std::int16_t> input(columns, static_cast<std::int16_t>(most));
    const std::vector<std::int8_t> panel(columns * kPanel, 127);
    const float one = 1;
    const std::vector<float> ones(kPanel, 1);
    const std::vector<float> zeros(kPanel, 0);
    float out = 0;
    kernels_.int8_linear(
        {input.data(), &one, 1, panel.data(), ones.data(), zeros.data(), 1, columns, &out, 1});
    const double expected = 127.0 * most * static_cast<double>(columns);
    EXPECT_NEAR(out, expected, expected * 1e-6);
  }
}

TEST_P(LinearOnTarget, QuantizeRoundsToTheNearest) {
  for (const std::size_t columns : {1UL, 5UL, 16UL, 37UL}) {
    auto rows = Numbers(3 * columns, columns);
    std::fill_n(rows.begin() + static_cast<std::ptrdiff_t>(columns), columns, 0.0F);
    const std::size_t whole = Int8Columns(columns);
    std::vector<std::int16_t> got(3 * whole, 7);
    std::vector<std::int16_t> expected(3 * whole, 7);
    std::vector<float> scales(3);
    std::vector<float> expected_scales(3);
    kernels_.quantize({rows.data(), 3, columns, columns, got.data(), scales.data(), 4095});
    reference_.quantize(
        {rows.data(), 3, columns, columns, expected.data(), expected_scales.data(), 4095});
    EXPECT_EQ(got, expected);
    EXPECT_EQ(scales, expected_scales);
    EXPECT_EQ(scales[1], 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::int16_t number = got[i / columns * whole + i % columns];
      ASSERT_NEAR(number * scales[i / columns], rows[i], 2.0 / 4095);
    }
    if (columns < whole) EXPECT_EQ(got.back(), 0);
  }
}

TEST_P(LinearOnTarget, QuantizeKeepsWhatIsNoNumberApart) {
  for (const std::size_t at : {0UL, 18UL}) {
    std::vector<float> rows(3 * 19, 1e-36F);
    rows[at] = NAN;
    rows[19 + at] = HUGE_VALF;
    std::vector<std::int16_t> out(3 * Int8Columns(19), 7);
    std::vector<float> scales(3);
    kernels_.quantize({rows.data(), 3, 19, 19, out.data(), scales.data(), 4095});
    EXPECT_TRUE(std::isnan(scales[0]));
    EXPECT_TRUE(std::isnan(scales[1]));
    EXPECT_LT(scales[2], 1e-30F);
    EXPECT_EQ(out, std::vector<std::int16_t>(out.size()));
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, LinearOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
