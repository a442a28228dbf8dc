#include <gtest/gtest.h>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

class BagOnTarget : public testing::TestWithParam<CpuTarget> {};

TEST_P(BagOnTarget, GathersTheMean) {
  for (const std::size_t columns : {1U, 16U, 100U, 300U}) {
    Matrix rows = RandomMatrix<float>(5, columns, 1);
    auto pointers = RowPointers(rows);
    pointers.push_back(pointers[0]);  // a row may stand in the bag twice
    Matrix out(2, columns);
    const BagPlan<float> plan{pointers.data(), pointers.size(), rows.stride(), 1.0F / 6};
    KernelsFor<float>(GetParam()).gather(plan, out.MutableRowData(RowId{0}));
    KernelsFor<float>(CpuTarget::kScalar).gather(plan, out.MutableRowData(RowId{1}));
    for (std::size_t c = 0; c < columns; ++c) {
      ASSERT_NEAR(out.Row(RowId{0})[c], out.Row(RowId{1})[c], 1e-6);
    }
  }
}

TEST_P(BagOnTarget, ScattersToEveryRowAsOftenAsItStands) {
  for (const std::size_t columns : {1U, 16U, 100U, 300U}) {
    Matrix got = RandomMatrix<float>(3, columns, 1);
    const Matrix before = RandomMatrix<float>(3, columns, 1);
    Matrix delta = RandomMatrix<float>(1, columns, 2);
    auto pointers = RowPointers(got);
    pointers.push_back(pointers[2]);
    KernelsFor<float>(GetParam())
        .scatter({pointers.data(), pointers.size(), got.stride(), 0.5F},
                 delta.MutableRowData(RowId{0}));
    for (std::uint32_t i = 0; i < 3; ++i) {
      const float times = i == 2 ? 1.0F : 0.5F;
      for (std::size_t c = 0; c < columns; ++c) {
        ASSERT_NEAR(got.Row(RowId{i})[c], before.Row(RowId{i})[c] + times * delta.Row(RowId{0})[c],
                    1e-6);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, BagOnTarget, testing::ValuesIn(AvailableCpuTargets()), TestName);

}  // namespace
}  // namespace firth::kernels
