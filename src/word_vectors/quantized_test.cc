#include "firth/quantized.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error_testing.h"
#include "base/random.h"
#include "firth/error.h"

namespace firth {
namespace {

using testing::ElementsAre;
using testing::FloatNear;
using testing::Pointwise;

Matrix Random(std::size_t rows, std::size_t columns) {
  base::SplitMix64 random(5);
  Matrix matrix(rows, columns);
  for (std::uint32_t i = 0; i < rows; ++i) {
    const float length = 0.1F + 3 * random.UnitFloat();
    for (float& x : matrix.MutableRow(RowId{i})) x = length * (random.UnitFloat() - 0.5F);
  }
  return matrix;
}

/// Squared differences over squares.
double Loss(const Matrix& matrix, const QuantizedMatrix& codes) {
  const Matrix decoded = codes.Decode(0, codes.rows, RowLayout::kDense);
  double lost = 0;
  double all = 0;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    for (std::size_t c = 0; c < matrix.columns(); ++c) {
      lost += std::pow(matrix.Row(RowId{i})[c] - decoded.Row(RowId{i})[c], 2);
      all += std::pow(matrix.Row(RowId{i})[c], 2);
    }
  }
  return lost / all;
}

TEST(Quantized, ARowIsItsPointsTimesItsLength) {
  const std::uint8_t codes[] = {0, 1, 255, 0};
  const std::uint8_t norm_codes[] = {1, 0};
  QuantizedMatrix matrix{.rows = 2, .columns = 3, .piece = 2, .codes = codes};
  matrix.centroids.assign(3 * 256, 0);
  matrix.centroids[0] = 1;  // piece 0, point 0
  matrix.centroids[1] = 2;
  matrix.centroids[2 * 255] = 3;  // piece 0, point 255
  matrix.centroids[2 * 256] = 4;  // piece 1, point 0: one number
  matrix.centroids[2 * 256 + 1] = 5;
  std::vector<float> sum = {10, 10, 10};
  matrix.AddRow(RowId{0}, sum);
  EXPECT_THAT(sum, ElementsAre(11, 12, 15));
  matrix.norm_codes = norm_codes;
  matrix.norms = {0.5F, 2};
  EXPECT_THAT(matrix.Decode(0, 1, RowLayout::kDense).Row(RowId{0}), ElementsAre(2, 4, 10));
  EXPECT_THAT(matrix.Decode(1, 1, RowLayout::kDense).Row(RowId{0}), ElementsAre(1.5F, 0, 2));
}

TEST(Quantized, UpToAsManyRowsAsPointsNothingIsLost) {
  const Matrix matrix = Random(200, 5);
  for (const bool norms : {false, true}) {
    const QuantizedMatrix codes = Quantize(matrix.view(), {.piece = 2, .norms = norms});
    EXPECT_EQ(codes.Pieces(), 3U);
    const Matrix decoded = codes.Decode(0, 200, RowLayout::kPadded);
    for (std::uint32_t i = 0; i < 200; ++i) {
      EXPECT_THAT(decoded.Row(RowId{i}), Pointwise(FloatNear(1e-5F), matrix.Row(RowId{i})));
    }
  }
}

TEST(Quantized, ShorterPiecesAndLengthsApartLoseLess) {
  const Matrix matrix = Random(3000, 12);
  const double one = Loss(matrix, Quantize(matrix.view(), {.piece = 1}));
  const double two = Loss(matrix, Quantize(matrix.view(), {.piece = 2}));
  const double five = Loss(matrix, Quantize(matrix.view(), {.piece = 5}));
  const double norms = Loss(matrix, Quantize(matrix.view(), {.piece = 2, .norms = true}));
  EXPECT_LT(one, two);
  EXPECT_LT(two, five);
  EXPECT_LT(norms, two);
  EXPECT_LT(two, 0.02);
  EXPECT_LT(five, 0.5);
}

TEST(Quantized, ThreadsDoNotMatter) {
  const Matrix matrix = Random(9000, 6);
  const QuantizedMatrix a = Quantize(matrix.view(), {.norms = true, .threads = 1});
  const QuantizedMatrix b = Quantize(matrix.view(), {.norms = true, .threads = 3});
  EXPECT_TRUE(std::ranges::equal(a.codes, b.codes));
  EXPECT_TRUE(std::ranges::equal(a.norm_codes, b.norm_codes));
  EXPECT_EQ(a.centroids, b.centroids);
}

TEST(RowLoss, IsOfSquaresAndOfDirections) {
  RowLoss loss;
  loss.Add(std::vector<float>{3, 4}, std::vector<float>{3, 4});
  loss.Add(std::vector<float>{0, 5}, std::vector<float>{5, 0});
  loss.Add(std::vector<float>{0, 0}, std::vector<float>{0, 1});
  EXPECT_DOUBLE_EQ(loss.SquaresLost(), 51.0 / 50);
  EXPECT_DOUBLE_EQ(loss.MeanCosine(), 0.5);
}

TEST(Quantized, RefusesWhatCannotBe) {
  Matrix matrix = Random(3, 2);
  EXPECT_THAT(base::MessageOfError([&] { Quantize(matrix.view(), {.piece = 0}); }),
              testing::HasSubstr("dsub is 0, but must be at least 1"));
  matrix.MutableRow(RowId{1})[1] = NAN;
  EXPECT_THAT(base::MessageOfError([&] { Quantize(matrix.view(), {}); }),
              testing::HasSubstr("row 1 holds a number that is not finite"));
  EXPECT_EQ(Quantize(Matrix(0, 3).view(), {.norms = true}).codes.size(), 0U);
}

TEST(Quantized, RowsOfZerosStayZeros) {
  Matrix matrix = Random(300, 4);
  std::ranges::fill(matrix.MutableRow(RowId{7}), 0.0F);
  const QuantizedMatrix codes = Quantize(matrix.view(), {.norms = true});
  EXPECT_THAT(codes.Decode(7, 1, RowLayout::kDense).Row(RowId{0}),
              Pointwise(FloatNear(0.05F), std::vector<float>(4)));
}

}  // namespace
}  // namespace firth
