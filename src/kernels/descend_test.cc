#include <gtest/gtest.h>

#include <cstdint>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

/// A row, its gradient and two rows of state, the last not below zero.
Matrix Rows(std::size_t columns) {
  Matrix rows = RandomMatrix<float>(4, columns, 3);
  for (const std::uint32_t row : {2U, 3U}) {
    for (float& x : rows.MutableRow(RowId{row})) x = x < 0 ? -x : x;
  }
  return rows;
}

void ExpectSame(const Matrix& got, const Matrix& wanted) {
  for (std::uint32_t i = 0; i < got.rows(); ++i) {
    for (std::size_t c = 0; c < got.columns(); ++c) {
      ASSERT_NEAR(got.Row(RowId{i})[c], wanted.Row(RowId{i})[c], 1e-6) << "row " << i << ", " << c;
    }
  }
}

class DescendOnTarget : public testing::TestWithParam<CpuTarget> {};

TEST_P(DescendOnTarget, AdagradAsTheReference) {
  for (const std::size_t columns : {1U, 7U, 16U, 300U}) {
    Matrix got = Rows(columns);
    Matrix wanted = Rows(columns);
    for (auto& [target, rows] :
         {std::pair(GetParam(), &got), std::pair(CpuTarget::kScalar, &wanted)}) {
      KernelsFor<float>(target).adagrad({.row = rows->MutableRowData(RowId{0}),
                                         .grad = rows->MutableRowData(RowId{1}),
                                         .sum = rows->MutableRowData(RowId{2}),
                                         .columns = columns,
                                         .rate = 0.1F,
                                         .eps = 1e-10F});
    }
    ExpectSame(got, wanted);
  }
}

TEST_P(DescendOnTarget, AdamAsTheReference) {
  for (const std::size_t columns : {1U, 7U, 16U, 300U}) {
    Matrix got = Rows(columns);
    Matrix wanted = Rows(columns);
    for (auto& [target, rows] :
         {std::pair(GetParam(), &got), std::pair(CpuTarget::kScalar, &wanted)}) {
      KernelsFor<float>(target).adam({.row = rows->MutableRowData(RowId{0}),
                                      .grad = rows->MutableRowData(RowId{1}),
                                      .mean = rows->MutableRowData(RowId{2}),
                                      .square = rows->MutableRowData(RowId{3}),
                                      .columns = columns,
                                      .rest1 = 0.1F,
                                      .rest2 = 0.001F,
                                      .rate = 0.01F,
                                      .root_scale = 1.5F,
                                      .eps = 1e-8F});
    }
    ExpectSame(got, wanted);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, DescendOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
