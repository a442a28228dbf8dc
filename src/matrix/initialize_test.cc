#include "matrix/initialize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace firth::matrix {
namespace {

TEST(FillUniform, StaysInRangeAndFillsIt) {
  Matrix matrix(100, 50);
  FillUniform(matrix, 0.01, 1);
  float lowest = 0;
  float highest = 0;
  for (std::uint32_t i = 0; i < 100; ++i) {
    const auto row = matrix.Row(RowId{i});
    lowest = std::min(lowest, *std::ranges::min_element(row));
    highest = std::max(highest, *std::ranges::max_element(row));
  }
  EXPECT_GE(lowest, -0.01F);
  EXPECT_LT(lowest, -0.0095F);
  EXPECT_LT(highest, 0.01F);
  EXPECT_GT(highest, 0.0095F);
}

TEST(FillUniform, RowsDoNotDependOnHowManyThereAre) {
  Matrix few(2, 5);
  Matrix many(9, 5);
  FillUniform(few, 1, 42);
  FillUniform(many, 1, 42);
  EXPECT_TRUE(std::ranges::equal(few.Row(RowId{1}), many.Row(RowId{1})));
  EXPECT_FALSE(std::ranges::equal(many.Row(RowId{0}), many.Row(RowId{1})));
}

TEST(FillUniform, OfSomeRowsLeavesTheOthers) {
  Matrix all(5, 7);
  Matrix some(5, 7);
  FillUniform(all, 1, 42);
  const std::vector<RowId> rows = {RowId{3}, RowId{1}, RowId{3}};
  FillUniform(some, rows, 1, 42);
  const Matrix zeros(5, 7);
  for (std::uint32_t i = 0; i < 5; ++i) {
    const Matrix& expected = i == 1 || i == 3 ? all : zeros;
    EXPECT_TRUE(std::ranges::equal(some.Row(RowId{i}), expected.Row(RowId{i}))) << i;
  }
}

}  // namespace
}  // namespace firth::matrix
