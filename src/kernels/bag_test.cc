#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

/// Lengths with and without a rest that fills no vector, on any target.
constexpr std::size_t kColumns[] = {1, 3, 4, 15, 16, 31, 100, 128, 255, 300, 304};

/// Numbers in rows without gaps: most rows begin on no round address.
std::vector<float> DenseRows(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  const Matrix matrix = RandomMatrix<float>(rows, columns, seed);
  std::vector<float> dense;
  for (std::uint32_t i = 0; i < rows; ++i) {
    const auto row = matrix.Row(RowId{i});
    dense.insert(dense.end(), row.begin(), row.end());
  }
  return dense;
}

std::vector<float*> DensePointers(std::vector<float>& numbers, std::size_t columns) {
  std::vector<float*> rows;
  for (std::size_t at = 0; at < numbers.size(); at += columns) rows.push_back(&numbers[at]);
  return rows;
}

void ExpectNear(std::span<const float> got, std::span<const float> wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], wanted[i], 2e-6) << "at " << i;
}

class BagOnTarget : public testing::TestWithParam<CpuTarget> {
 protected:
  const Kernels<float>& kernels_ = KernelsFor<float>(GetParam());
  const Kernels<float>& plain_ = KernelsFor<float>(CpuTarget::kScalar);
};

TEST_P(BagOnTarget, GathersWithAndWithoutWeights) {
  const std::vector<float> weights = {0.5F, -2, 0, 1, 3, 0.25F};
  for (const std::size_t columns : kColumns) {
    std::vector<float> rows = DenseRows(7, columns, 1);
    auto pointers = DensePointers(rows, columns);
    pointers[5] = pointers[0];  // a row may stand in the bag twice
    for (const float* given : {static_cast<const float*>(nullptr), weights.data()}) {
      for (const std::size_t ahead : {0U, 1U}) {
        const BagPlan<float> plan{pointers.data(), 6, columns, 1.0F / 6, given, ahead};
        std::vector<float> got(columns, 9);
        std::vector<float> wanted(columns);
        kernels_.gather(plan, got.data());
        plain_.gather(plan, wanted.data());
        ExpectNear(got, wanted);
      }
    }
  }
}

/// Rows that come from memory are read side by side, in groups: the same numbers, to the last bit.
TEST_P(BagOnTarget, GathersLargeBagsAsItGathersSmallOnes) {
  constexpr std::size_t kRows = 70;
  const std::vector<float> weights = DenseRows(1, kRows, 2);
  for (const std::size_t columns : kColumns) {
    std::vector<float> rows = DenseRows(kRows, columns, 1);
    const auto pointers = DensePointers(rows, columns);
    for (const std::size_t count : {7U, 8U, 31U, 32U, 33U, 64U, 65U}) {
      for (const float* given : {static_cast<const float*>(nullptr), weights.data()}) {
        const BagPlan<float> near{pointers.data(), count, columns, 0.25F, given};
        std::vector<float> wanted(columns);
        kernels_.gather(near, wanted.data());
        std::vector<float> plain(columns);
        plain_.gather(near, plain.data());
        ExpectNear(wanted, plain);
        for (const std::size_t ahead : {std::size_t{1}, kRows - count}) {
          BagPlan<float> far = near;
          far.ahead = ahead;
          std::vector<float> got(columns, 9);
          kernels_.gather(far, got.data());
          EXPECT_EQ(got, wanted) << columns << " columns, " << count << " rows";
        }
      }
    }
  }
}

TEST_P(BagOnTarget, AnEmptyBagIsZero) {
  std::vector<float> out(7, 9);
  kernels_.gather({nullptr, 0, out.size(), 1.0F}, out.data());
  EXPECT_EQ(out, std::vector<float>(7, 0));
}

TEST_P(BagOnTarget, ScattersToEveryRowAsOftenAsItStands) {
  const std::vector<float> weights = {0.5F, -2, 1, 3};
  for (const std::size_t columns : kColumns) {
    for (const float* given : {static_cast<const float*>(nullptr), weights.data()}) {
      std::vector<float> got = DenseRows(3, columns, 1);
      std::vector<float> wanted = got;
      const std::vector<float> delta = DenseRows(1, columns, 2);
      const std::vector<float> before = DenseRows(1, columns, 3);
      for (auto& [kernels, rows] : {std::pair(&kernels_, &got), std::pair(&plain_, &wanted)}) {
        auto pointers = DensePointers(*rows, columns);
        pointers.push_back(pointers[2]);
        BagPlan<float> bag{pointers.data(), pointers.size(), columns, 0.5F, given};
        kernels->scatter(bag, delta.data());
        bag.before = before.data();
        kernels->scatter(bag, delta.data());
      }
      ExpectNear(got, wanted);
    }
  }
}

TEST_P(BagOnTarget, CopiesRowsAndNothingAround) {
  for (const std::size_t columns : kColumns) {
    std::vector<float> rows = DenseRows(20, columns, 1);
    const auto pointers = DensePointers(rows, columns);
    const std::vector<const float*> order(pointers.rbegin(), pointers.rend());
    for (const bool stream : {false, true}) {
      for (const std::size_t start : {0U, 1U, 5U, 16U}) {  // any alignment
        std::vector<float> out(start + rows.size() + 17, 9);
        kernels_.copy({order.data(), order.size(), columns, out.data() + start, stream});
        std::vector<float> wanted(out.size(), 9);
        plain_.copy({order.data(), order.size(), columns, wanted.data() + start, stream});
        ASSERT_EQ(out, wanted) << columns << " columns, from " << start;
      }
    }
  }
}

TEST_P(BagOnTarget, MaximumTakesTheFirstOfEquals) {
  const std::vector<std::uint32_t> places = {10, 20, 30, 40};
  for (const std::size_t columns : kColumns) {
    std::vector<float> rows = DenseRows(4, columns, 1);
    for (std::size_t c = 0; c < columns; c += 2) rows[3 * columns + c] = rows[columns + c];
    rows[2 * columns] = std::numeric_limits<float>::quiet_NaN();
    const auto pointers = DensePointers(rows, columns);
    const std::vector<const float*> read(pointers.begin(), pointers.end());
    const MaximumPlan<float> plan{read.data(), places.data(), read.size(), columns};
    std::vector<float> got(columns);
    std::vector<float> wanted(columns);
    std::vector<std::uint32_t> won(columns);
    std::vector<std::uint32_t> wanted_won(columns);
    kernels_.maximum(plan, got.data(), won.data());
    plain_.maximum(plan, wanted.data(), wanted_won.data());
    EXPECT_EQ(got, wanted);
    EXPECT_EQ(won, wanted_won);

    std::vector<float> sum(columns, 1);
    std::vector<float> wanted_sum(columns, 1);
    kernels_.add_won({rows.data() + columns, won.data(), 20, columns}, sum.data());
    plain_.add_won({rows.data() + columns, won.data(), 20, columns}, wanted_sum.data());
    EXPECT_EQ(sum, wanted_sum);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, BagOnTarget, testing::ValuesIn(AvailableCpuTargets()), TestName);

}  // namespace
}  // namespace firth::kernels
