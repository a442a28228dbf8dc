#include "kernels/narrow.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "base/bfloat16.h"
#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

class NarrowOnTarget : public testing::TestWithParam<CpuTarget> {};

/// Narrow rows of so many columns, one behind the other, as training has them.
struct NarrowRows {
  NarrowRows(std::size_t count, std::size_t columns) : words(count * columns / 2) {
    for (std::size_t i = 0; i < count; ++i) rows.push_back(words.data() + i * columns / 2);
  }

  std::vector<NarrowPair> words;
  std::vector<NarrowPair*> rows;
};

constexpr std::size_t kRows = 5;
constexpr std::size_t kColumns[] = {16, 32, 48, 112, 304, 320};

TEST_P(NarrowOnTarget, RoundsAsTheReferenceDoes) {
  for (const std::size_t columns : kColumns) {
    Matrix matrix = RandomMatrix<float>(kRows, columns, columns);
    const std::vector<float*> wide = RowPointers(matrix);
    NarrowRows expected(kRows, columns);
    NarrowRows narrow(kRows, columns);
    Rounding expected_rounding(7);
    Rounding rounding(7);
    KernelsFor<float>(CpuTarget::kScalar)
        .narrow({wide.data(), expected.rows.data(), kRows, columns, &expected_rounding});
    KernelsFor<float>(GetParam())
        .narrow({wide.data(), narrow.rows.data(), kRows, columns, &rounding});
    EXPECT_EQ(narrow.words, expected.words) << columns;
    for (std::size_t k = 0; k < kRoundingLanes; ++k) {
      EXPECT_EQ(rounding.lanes[k], expected_rounding.lanes[k]) << columns;
    }
  }
}

TEST_P(NarrowOnTarget, GivesNarrowRowsBackAsTheyWere) {
  const Kernels<float>& kernels = KernelsFor<float>(GetParam());
  for (const std::size_t columns : kColumns) {
    Matrix matrix = RandomMatrix<float>(kRows, columns, columns);
    for (std::uint32_t i = 0; i < kRows; ++i) {
      for (float& number : matrix.MutableRow(RowId{i})) {
        number = base::FromBFloat16(base::ToBFloat16(number));
      }
    }
    Matrix back(kRows, columns);
    const std::vector<float*> wide = RowPointers(matrix);
    const std::vector<float*> wide_back = RowPointers(back);
    NarrowRows narrow(kRows, columns);
    Rounding rounding(3);
    kernels.narrow({wide.data(), narrow.rows.data(), kRows, columns, &rounding});
    kernels.widen({narrow.rows.data(), wide_back.data(), kRows, columns});
    for (std::uint32_t i = 0; i < kRows; ++i) {
      for (std::size_t c = 0; c < columns; ++c) {
        ASSERT_EQ(back.Row(RowId{i})[c], matrix.Row(RowId{i})[c]) << columns << ' ' << c;
      }
    }
  }
}

/// The row after it was narrowed and widened.
std::vector<float> Rounded(CpuTarget target, Matrix& row, Rounding& rounding) {
  const std::size_t columns = row.columns();
  const std::vector<float*> wide = RowPointers(row);
  NarrowRows narrow(1, columns);
  Matrix back(1, columns);
  const std::vector<float*> wide_back = RowPointers(back);
  KernelsFor<float>(target).narrow({wide.data(), narrow.rows.data(), 1, columns, &rounding});
  KernelsFor<float>(target).widen({narrow.rows.data(), wide_back.data(), 1, columns});
  return {back.Row(RowId{0}).begin(), back.Row(RowId{0}).end()};
}

TEST_P(NarrowOnTarget, RoundsToANeighbourAndRightOnTheMean) {
  constexpr std::size_t kColumnsOfRow = 48;
  constexpr int kTimes = 4000;
  Matrix row = RandomMatrix<float>(1, kColumnsOfRow, 1);
  Rounding rounding(5);
  std::vector<double> sum(kColumnsOfRow);
  for (int i = 0; i < kTimes; ++i) {
    const std::vector<float> rounded = Rounded(GetParam(), row, rounding);
    for (std::size_t c = 0; c < kColumnsOfRow; ++c) {
      const float number = row.Row(RowId{0})[c];
      ASSERT_LT(std::abs(rounded[c] - number), std::ldexp(std::abs(number), -7));
      sum[c] += double{rounded[c]} / kTimes;
    }
  }
  for (std::size_t c = 0; c < kColumnsOfRow; ++c) {
    const double number = row.Row(RowId{0})[c];
    // A spacing of 2^-7 at most, whose chances have a deviation of half of it at most: five times
    // the mean's.
    EXPECT_NEAR(sum[c], number, 5 * std::ldexp(std::abs(number), -8) / std::sqrt(kTimes)) << c;
  }
}

TEST_P(NarrowOnTarget, KeepsZeroAndWhatIsNotFinite) {
  constexpr std::size_t kColumnsOfRow = 32;
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  Matrix row(1, kColumnsOfRow);
  row.MutableRow(RowId{0})[1] = infinity;
  row.MutableRow(RowId{0})[2] = -infinity;
  row.MutableRow(RowId{0})[20] = nan;
  row.MutableRow(RowId{0})[21] = -nan;
  Rounding rounding;
  for (int i = 0; i < 100; ++i) {
    const std::vector<float> rounded = Rounded(GetParam(), row, rounding);
    EXPECT_EQ(rounded[0], 0);
    EXPECT_EQ(rounded[1], infinity);
    EXPECT_EQ(rounded[2], -infinity);
    EXPECT_TRUE(std::isnan(rounded[20]));
    EXPECT_TRUE(std::isnan(rounded[21]));
  }
}

TEST(Rounding, NoLaneStandsStillOrIsAsAnother) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Rounding rounding(seed);
    for (std::size_t k = 0; k < kRoundingLanes; ++k) {
      EXPECT_NE(rounding.lanes[k], 0U);
      for (std::size_t j = 0; j < k; ++j) EXPECT_NE(rounding.lanes[k], rounding.lanes[j]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, NarrowOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
