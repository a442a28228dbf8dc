#include "kernels/probe.h"

#include <gtest/gtest.h>

#include <vector>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

class Probe : public testing::TestWithParam<CpuTarget> {
 protected:
  const Kernels<float>& kernels_ = KernelsFor<float>(GetParam());
};

TEST_P(Probe, MultiplyAddsDoesEveryRound) {
  EXPECT_EQ(kernels_.multiply_adds(0), 0.0F);
  EXPECT_EQ(kernels_.multiply_adds(1) > 0, true);
  // Each number tends to 2.
  EXPECT_NEAR(kernels_.multiply_adds(1000) / kernels_.multiply_adds(100), 1.0F, 1e-5F);
}

TEST_P(Probe, ReadsEveryNumber) {
  std::vector<float> numbers(5 * kProbeBlock);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers.assign(numbers.size(), 0);
    numbers[i] = 1;
    ASSERT_EQ(kernels_.read(numbers.data(), numbers.size()), 1.0F) << i;
  }
}

TEST_P(Probe, ReadWriteChangesEveryNumber) {
  std::vector<float> numbers(3 * kProbeBlock, 2.0F);
  kernels_.read_write(numbers.data(), 2 * kProbeBlock);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    ASSERT_EQ(numbers[i], i < 2 * kProbeBlock ? -2.0F : 2.0F) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Probe, testing::ValuesIn(AvailableCpuTargets()), TestName);

}  // namespace
}  // namespace firth::kernels
