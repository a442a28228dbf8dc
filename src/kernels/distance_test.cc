#include <gtest/gtest.h>

#include <cmath>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

class DistanceOnTarget : public testing::TestWithParam<CpuTarget> {};

TEST_P(DistanceOnTarget, AgreesWithTheReferenceForEveryTailAndAlignment) {
  const Matrix numbers = RandomMatrix<float>(1, 20000, 1);
  const float* data = numbers.Row(RowId{0}).data();
  for (std::size_t columns = 1; columns <= 70; ++columns) {
    for (const std::size_t offset : {0U, 1U, 3U}) {
      std::vector<float> got(5 * 9);
      std::vector<float> expected(5 * 9);
      DotBlock<float> block{data + offset, 5,       columns, data + 1000 + offset, 7,
                            columns + 1,   columns, {},      /*stride=*/9};
      block.out = got.data();
      KernelsFor<float>(GetParam()).dot_block(block);
      block.out = expected.data();
      KernelsFor<float>(CpuTarget::kScalar).dot_block(block);
      for (std::size_t i = 0; i < got.size(); ++i) {
        ASSERT_NEAR(got[i], expected[i], 1e-5) << columns << " columns, offset " << offset;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, DistanceOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
