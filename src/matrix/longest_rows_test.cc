#include "matrix/longest_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace firth::matrix {
namespace {

using testing::ElementsAre;

Matrix Rows() {
  Matrix rows(4, 1);
  const float numbers[] = {1, -3, 2, 1};
  for (std::uint32_t i = 0; i < 4; ++i) rows.MutableRow(RowId{i})[0] = numbers[i];
  return rows;
}

TEST(LongestRows, AreInTheOrderOfTheirNumbers) {
  EXPECT_THAT(LongestRows(Rows(), 2), ElementsAre(1, 2));
  EXPECT_THAT(LongestRows(Rows(), 3), ElementsAre(0, 1, 2));  // of equal ones the first
  EXPECT_THAT(LongestRows(Rows(), 4), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(LongestRows(Rows(), 0), ElementsAre());
}

TEST(LongestRows, OneAlwaysStays) {
  EXPECT_THAT(LongestRows(Rows(), 2, {.always = 3}), ElementsAre(1, 3));
}

TEST(RowsByLength, HasTheLongestFirst) {
  EXPECT_THAT(RowsByLength(Rows()), ElementsAre(1, 2, 0, 3));
  EXPECT_THAT(RowsByLength(Rows(), {.always = 3}), ElementsAre(3, 1, 2, 0));
}

TEST(LongestRows, WeightsCountAsSquares) {
  const std::vector<double> weights = {5, 0, 1, 2};  // times 1, 9, 4, 1
  EXPECT_THAT(RowsByLength(Rows(), {.weights = weights}), ElementsAre(0, 2, 3, 1));
  EXPECT_THAT(LongestRows(Rows(), 2, {.weights = weights}), ElementsAre(0, 2));
}

TEST(KeepRows, TakesThemInOrder) {
  const std::vector<std::uint32_t> rows = {2, 1};
  const Matrix kept = KeepRows(Rows(), rows);
  EXPECT_THAT(kept.Row(RowId{0}), ElementsAre(2));
  EXPECT_THAT(kept.Row(RowId{1}), ElementsAre(-3));
}

}  // namespace
}  // namespace firth::matrix
