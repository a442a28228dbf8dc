#include "matrix/row_claim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/shared_rows.h"

namespace firth::matrix {
namespace {

using testing::ElementsAre;

constexpr std::size_t kRows = 1000;
constexpr std::size_t kFirst = 10;
constexpr std::uint32_t kShares = 4;

/// Row i is full of i.
Matrix Numbered() {
  Matrix matrix(kRows, 20);
  for (std::uint32_t i = 0; i < kRows; ++i) {
    std::ranges::fill(matrix.MutableRow(RowId{i}), static_cast<float>(i));
  }
  return matrix;
}

TEST(RowClaim, WorksOnItsOwnShareInPlace) {
  Matrix matrix = Numbered();
  RowClaim<float> claim(matrix, kFirst, kShares);
  claim.Clear(/*share=*/3);
  claim.SetAside(RowId{11});
  EXPECT_EQ(claim.Row(RowId{11}), matrix.MutableRowData(RowId{11}));
  EXPECT_TRUE(claim.aside().empty());
}

TEST(RowClaim, CopiesTheRowsOfOtherSharesOnce) {
  Matrix matrix = Numbered();
  RowClaim<float> claim(matrix, kFirst, kShares);
  claim.Clear(0);
  for (const std::uint32_t row : {9U, 11U, 13U, 11U}) claim.SetAside(RowId{row});
  EXPECT_THAT(claim.aside(), ElementsAre(RowId{11}, RowId{13}));
  claim.Row(RowId{13})[0] = 7;
  EXPECT_EQ(claim.Copy(1)[0], 7);
  EXPECT_EQ(claim.Origin(1)[0], 13);
  EXPECT_EQ(matrix.Row(RowId{13})[0], 13);
}

TEST(RowClaim, KeepsAnyNumberOfRowsAsideAndForgetsThem) {
  Matrix matrix = Numbered();
  RowClaim<float> claim(matrix, 0, kShares);
  for (std::uint32_t round = 0; round < 3; ++round) {
    claim.Clear(round % kShares);
    for (std::uint32_t i = 0; i < kRows; ++i) claim.SetAside(RowId{i});
    EXPECT_EQ(claim.aside().size(), kRows / kShares * (kShares - 1));
    for (std::uint32_t i = 0; i < kRows; ++i) EXPECT_EQ(claim.Row(RowId{i})[0], i);
  }
}

TEST(RowClaim, EveryRowHasANeighbourInPlace) {
  Matrix matrix = Numbered();
  RowClaim<float> claim(matrix, kFirst, kShares);
  for (std::uint32_t share = 0; share < kShares; ++share) {
    claim.Clear(share);
    for (std::uint32_t i = kFirst; i < kRows; ++i) {
      const RowId near = claim.NearestInPlace(RowId{i});
      EXPECT_TRUE(claim.IsInPlace(near));
      EXPECT_GE(Index(near), kFirst);
      EXPECT_LT(Index(near), kRows);
      EXPECT_LT(std::abs(static_cast<int>(Index(near)) - static_cast<int>(i)), 2 * kShares);
    }
  }
}

TEST(SharedRows, OfAClaimCountsTheUsesOfCopies) {
  Matrix matrix = Numbered();
  Matrix copies(kFirst, matrix.columns());
  RowClaim<float> claim(matrix, kFirst, kShares);
  claim.Clear(1);
  const SharedRows<float> rows(matrix, copies, claim);
  EXPECT_EQ(rows.Row(RowId{2}), copies.MutableRowData(RowId{2}));
  EXPECT_EQ(rows.Row(RowId{17}), matrix.MutableRowData(RowId{17}));
  rows.CountUseOfAll();
  EXPECT_EQ(claim.Uses(RowId{2}), 2U);
  EXPECT_EQ(claim.Uses(RowId{3}), 1U);
  claim.Clear(1);
  EXPECT_EQ(claim.Uses(RowId{2}), 0U);
}

TEST(RowClaim, CountsUsesAnewOnceTheyAreForgotten) {
  Matrix matrix = Numbered();
  RowClaim<float> claim(matrix, kFirst, kShares);
  claim.Clear(0);
  claim.CountUse(RowId{2});
  claim.CountUseOfAll();
  claim.ForgetUses(RowId{2});
  EXPECT_EQ(claim.Uses(RowId{2}), 0U);
  EXPECT_EQ(claim.Uses(RowId{3}), 1U);
  claim.CountUseOfAll();
  claim.CountUse(RowId{2});
  EXPECT_EQ(claim.Uses(RowId{2}), 2U);
  EXPECT_EQ(claim.Uses(RowId{3}), 2U);
}

TEST(SharedRows, NameTheRowThatMayBeUsedInsteadOfAny) {
  Matrix matrix = Numbered();
  Matrix copies(kFirst, matrix.columns());
  RowClaim<float> claim(matrix, kFirst, kShares);
  claim.Clear(1);
  const SharedRows<float> claimed(matrix, copies, claim);
  EXPECT_EQ(claimed.NearestFree(RowId{2}), RowId{2});
  EXPECT_EQ(claimed.NearestFree(RowId{16}), RowId{17});
  EXPECT_EQ(claimed.shares(), kShares);
  const SharedRows<float> all(matrix, copies);
  EXPECT_EQ(all.NearestFree(RowId{16}), RowId{16});
  EXPECT_EQ(all.shares(), 1U);
}

}  // namespace
}  // namespace firth::matrix
