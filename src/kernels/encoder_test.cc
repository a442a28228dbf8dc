#include "kernels/encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

void ExpectNear(const std::vector<float>& got, const std::vector<float>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    ASSERT_NEAR(got[i], expected[i], 2e-5 * (1 + std::abs(expected[i]))) << i;
  }
}

class EncoderOnTarget : public testing::TestWithParam<CpuTarget> {
 protected:
  const Kernels<float>& kernels_ = KernelsFor<float>(GetParam());
  const Kernels<float>& reference_ = KernelsFor<float>(CpuTarget::kScalar);
};

struct Size {
  std::size_t inputs;
  std::size_t outputs;
  std::size_t columns;
};

TEST_P(EncoderOnTarget, ProductAgreesWithTheReference) {
  for (const Size& size : {Size{1, 16, 1}, Size{9, 48, 7}, Size{4, 32, 64}}) {
    const auto a = Numbers(size.inputs * size.columns, 1);
    const auto b = Numbers(size.columns * size.outputs, 2);
    std::vector<float> got(size.inputs * size.outputs);
    std::vector<float> expected = got;
    ProductPlan<float> plan{a.data(),     size.inputs,  size.columns, b.data(),    size.outputs,
                            size.columns, size.outputs, got.data(),   size.outputs};
    kernels_.product(plan);
    plan.out = expected.data();
    reference_.product(plan);
    ExpectNear(got, expected);
  }
}

TEST_P(EncoderOnTarget, SoftmaxAndLayerNormAgreeWithTheReference) {
  for (const std::size_t columns : {1UL, 5UL, 16UL, 37UL, 384UL}) {
    const std::size_t stride = columns + 2;
    auto got = Numbers(3 * stride, columns);
    auto expected = got;
    kernels_.softmax({got.data(), 3, stride, columns, 0.25F});
    reference_.softmax({expected.data(), 3, stride, columns, 0.25F});
    ExpectNear(got, expected);
    const auto added = Numbers(3 * columns, 7);
    const auto weight = Numbers(columns, 8);
    const auto bias = Numbers(columns, 9);
    LayerNormPlan<float> plan{got.data(),    3,           stride,  added.data(), columns,
                              weight.data(), bias.data(), columns, 1e-5F};
    kernels_.layer_norm(plan);
    plan.rows = expected.data();
    reference_.layer_norm(plan);
    ExpectNear(got, expected);
  }
}

TEST_P(EncoderOnTarget, SoftmaxOfHugeNumbersIsFinite) {
  std::vector<float> row = {1e30F, -1e30F, 1e30F};
  kernels_.softmax({row.data(), 1, 3, 3, 1.0F});
  EXPECT_EQ(row, (std::vector<float>{0.5F, 0.0F, 0.5F}));
}

TEST_P(EncoderOnTarget, GeluIsExact) {
  std::vector<float> got;
  for (int i = -2000; i <= 2000; ++i) got.push_back(static_cast<float>(i) / 200);
  const std::vector<float> x = got;
  kernels_.gelu(got.data(), got.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = double{x[i]} / 2 * (1 + std::erf(double{x[i]} / std::sqrt(2.0)));
    ASSERT_NEAR(got[i], expected, 1e-6) << x[i];
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, EncoderOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
