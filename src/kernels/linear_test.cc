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
  const std::size_t columns = kGroup == 1 ? size.columns : Int8Columns(size.columns);
  std::vector<Weight> panels(WholePanels(size.outputs) * columns);
  PackPanels<kGroup>(
      size.outputs, size.columns, columns,
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
  ASSERT_EQ(groups.size(), kInt8Step * kPanel);
  EXPECT_EQ(std::vector<int>(groups.begin(), groups.begin() + 5),
            (std::vector<int>{1, 2, 4, 5, 0}));
  EXPECT_EQ(std::vector<int>(groups.begin() + 2 * kPanel, groups.begin() + 2 * kPanel + 5),
            (std::vector<int>{3, 0, 6, 0, 0}));
  EXPECT_EQ(std::count(groups.begin() + 4 * kPanel, groups.end(), 0), 4 * kPanel);
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

/// What an Int8LinearPlan reads, and room for what it writes.
struct Int8Layer {
  Int8Layer(const Size& shape, std::uint64_t seed) : size(shape) {
    base::SplitMix64 random(seed);
    for (auto& number : input) number = static_cast<std::uint8_t>(random.Below(128));
    for (auto& zero : zeros) zero = static_cast<std::int32_t>(random.Below(128));
    std::vector<std::int8_t> weights(size.outputs * size.columns);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      weights[i] = static_cast<std::int8_t>(static_cast<int>(random.Below(127)) - 63);
      sums[i / size.columns] += weights[i];
    }
    panels = Packed<kInt8Group>(size, weights);
  }

  std::vector<float> Run(const Kernels<float>& kernels) const {
    std::vector<float> out(size.inputs * (size.outputs + 1));
    kernels.int8_linear({input.data(), zeros.data(), scales.data(), size.inputs, panels.data(),
                         sums.data(), weight_scales.data(), bias.data(), size.outputs, size.columns,
                         out.data(), size.outputs + 1});
    return out;
  }

  Size size;
  std::vector<std::uint8_t> input =
      std::vector<std::uint8_t>(size.inputs * Int8Columns(size.columns));
  std::vector<std::int32_t> zeros = std::vector<std::int32_t>(size.inputs);
  std::vector<float> scales = std::vector<float>(size.inputs, 1);
  std::vector<std::int8_t> panels;
  std::vector<std::int32_t> sums = std::vector<std::int32_t>(WholePanels(size.outputs));
  std::vector<float> weight_scales = std::vector<float>(WholePanels(size.outputs), 1);
  std::vector<float> bias = std::vector<float>(WholePanels(size.outputs));
};

TEST_P(LinearOnTarget, Int8SumsAreTheReferencesToTheBit) {
  for (const Size& size : kSizes) {
    const Int8Layer layer(size, 5);
    EXPECT_EQ(layer.Run(kernels_), layer.Run(reference_));
  }
}

TEST_P(LinearOnTarget, Int8AgreesWithTheReference) {
  for (const Size& size : kSizes) {
    Int8Layer layer(size, 5);
    layer.scales = Numbers(size.inputs, 4);
    layer.weight_scales = Numbers(WholePanels(size.outputs), 5);
    layer.bias = Numbers(WholePanels(size.outputs), 3);
    ExpectNear(layer.Run(kernels_), layer.Run(reference_), 1e-6 * 1e5);
  }
}

TEST_P(LinearOnTarget, TheLargestInt8SumsFit) {
  for (const std::size_t columns : {384UL, 10000UL, kInt8ColumnsMost}) {
    for (const int sign : {-1, 1}) {
      Int8Layer layer({1, 1, columns}, 1);
      std::fill(layer.input.begin(), layer.input.end(), kInt8InputMost);
      std::fill(layer.panels.begin(), layer.panels.end(), sign * kInt8WeightMost);
      layer.zeros[0] = 0;
      const double expected = 63.0 * 127 * sign * static_cast<double>(columns);
      EXPECT_NEAR(layer.Run(kernels_)[0], expected, std::abs(expected) * 1e-6);
    }
  }
}

TEST_P(LinearOnTarget, QuantizeRoundsToTheNearest) {
  for (const std::size_t columns : {1UL, 5UL, 16UL, 37UL, 400UL}) {
    constexpr std::size_t kRows = 5;
    auto rows = Numbers(kRows * columns, columns);
    for (std::size_t c = 0; c < columns; ++c) {
      rows[columns + c] = 0;
      rows[2 * columns + c] = std::abs(rows[2 * columns + c]);
      rows[3 * columns + c] = -std::abs(rows[3 * columns + c]);
    }
    rows[4 * columns] = -1;  // both ends round up
    rows[5 * columns - 1] = 1;
    const std::size_t whole = Int8Columns(columns);
    std::vector<float> factors(columns, 1);
    for (std::size_t c = 1; c + 1 < columns; c += 3) factors[c] = 0.75F;
    const auto quantize = [&](const Kernels<float>& kernels, std::vector<std::int32_t>& zeros,
                              std::vector<float>& scales) {
      std::vector<std::uint8_t> out(kRows * whole, 7);
      kernels.quantize({rows.data(), kRows, columns, columns, factors.data(), out.data(),
                        zeros.data(), scales.data()});
      return out;
    };
    std::vector<float> scales(kRows);
    std::vector<std::int32_t> zeros(kRows);
    const auto got = quantize(kernels_, zeros, scales);
    std::vector<float> expected_scales(kRows);
    std::vector<std::int32_t> expected_zeros(kRows);
    EXPECT_EQ(got, quantize(reference_, expected_zeros, expected_scales));
    EXPECT_EQ(scales, expected_scales);
    EXPECT_EQ(zeros, expected_zeros);
    EXPECT_EQ(scales[1], 0);
    EXPECT_EQ(zeros[2], 0);
    EXPECT_EQ(zeros[3], kInt8InputMost);
    for (std::size_t i = 0; i < kRows * whole; ++i) {
      const std::size_t row = i / whole;
      const std::size_t c = i % whole;
      ASSERT_LE(got[i], kInt8InputMost);
      if (c >= columns) {
        ASSERT_EQ(got[i], 0);
      } else {
        ASSERT_NEAR(static_cast<float>(got[i] - zeros[row]) * scales[row],
                    rows[row * columns + c] * factors[c], 1.001 * scales[row]);
      }
    }
  }
}

TEST_P(LinearOnTarget, QuantizeKeepsWhatIsNoNumberApart) {
  for (const std::size_t at : {0UL, 18UL}) {
    std::vector<float> rows(5 * 19, 1e-36F);
    rows[at] = NAN;
    rows[19 + at] = HUGE_VALF;
    rows[2 * 19 + at] = -HUGE_VALF;
    rows[3 * 19 + at] = 3e38F;  // further from the next than a number can be
    rows[3 * 19 + 9] = -3e38F;
    const std::vector<float> factors(19, 1);
    std::vector<std::uint8_t> out(5 * Int8Columns(19), 7);
    std::vector<float> scales(5);
    std::vector<std::int32_t> zeros(5, 7);
    for (const auto* kernels : {&kernels_, &reference_}) {
      kernels->quantize(
          {rows.data(), 5, 19, 19, factors.data(), out.data(), zeros.data(), scales.data()});
      for (std::size_t row = 0; row < 4; ++row) EXPECT_TRUE(std::isnan(scales[row])) << row;
      EXPECT_LT(scales[4], 1e-30F);
      EXPECT_EQ(out, std::vector<std::uint8_t>(out.size()));
      EXPECT_EQ(zeros, std::vector<std::int32_t>(5));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, LinearOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
