#include "train/packed_rows.h"

#include <gtest/gtest.h>

#include <vector>

namespace firth::train {
namespace {

std::vector<float> FirstColumn(const Matrix& matrix) {
  std::vector<float> column;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) column.push_back(matrix.Row(RowId{i})[0]);
  return column;
}

TEST(PackedRows, StandInFrontAndGoBackWithAllOthers) {
  Matrix matrix(9, 3);
  for (std::uint32_t i = 0; i < 9; ++i) matrix.MutableRow(RowId{i})[0] = static_cast<float>(i);
  const std::vector<float> before = FirstColumn(matrix);
  const std::vector places = {RowId{2}, RowId{4}, RowId{5}, RowId{8}};
  PackedRows rows(matrix, 2, places);
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    EXPECT_EQ(matrix.Row(RowId{2 + i})[0], static_cast<float>(Index(places[i])));
  }
  EXPECT_EQ(matrix.Row(RowId{1})[0], 1);
  const std::vector<float> packed = FirstColumn(matrix);
  rows.Spread();
  EXPECT_EQ(FirstColumn(matrix), before);
  rows.Pack();
  EXPECT_EQ(FirstColumn(matrix), packed);
}

}  // namespace
}  // namespace firth::train
