#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

constexpr std::size_t kRows = 5;

/// Records of rows and of columns, random, rates up to 1, and a few pairs, some in a row with the
/// same row or column.
template <class Real>
struct Pairs {
  explicit Pairs(std::size_t dim)
      : rates(RowStride<Real>(dim + 1, RowLayout::kPadded)),
        rows(Records(dim, 1)),
        columns(Records(dim, 2)) {
    plan = {.rows = rows.MutableRowData(RowId{0}),
            .columns = columns.MutableRowData(RowId{0}),
            .stride = rows.stride(),
            .rates = rates,
            .dim = dim,
            .places = places.data(),
            .logs = logs.data(),
            .weights = weights.data(),
            .count = places.size(),
            .eta = Real(0.05),
            .bias_eta = 1};
  }

  BasicMatrix<Real> Records(std::size_t dim, std::uint64_t seed) const {
    BasicMatrix<Real> records = RandomMatrix<Real>(kRows, 2 * rates, seed);
    for (std::uint32_t i = 0; i < kRows; ++i) {
      const auto record = records.MutableRow(RowId{i});
      for (std::size_t c = 0; c < rates; ++c) {
        record[c] /= 4;
        record[rates + c] = 1 / (1 + std::abs(record[rates + c]));
        if (c > dim) record[c] = 3;  // what no step may touch or use
      }
    }
    return records;
  }

  std::size_t rates;
  BasicMatrix<Real> rows;
  BasicMatrix<Real> columns;
  std::vector<GlovePlace> places = {{0, 1}, {0, 2}, {4, 2}, {0, 1}, {0, 1}, {3, 0}, {1, 4}};
  std::vector<Real> logs = {1, Real(-0.5), 2, Real(0.25), 0, 3, 1};
  std::vector<Real> weights = {1, Real(0.5), Real(0.1), 1, Real(0.7), 1, Real(0.3)};
  GlovePlan<Real> plan{};
};

void ExpectSame(const Matrix& got, const Matrix& wanted, double tolerance) {
  for (std::uint32_t i = 0; i < got.rows(); ++i) {
    for (std::size_t c = 0; c < got.columns(); ++c) {
      ASSERT_NEAR(got.Row(RowId{i})[c], wanted.Row(RowId{i})[c], tolerance) << i << ", " << c;
    }
  }
}

class GloveOnTarget : public testing::TestWithParam<CpuTarget> {};

TEST_P(GloveOnTarget, StepsAsTheReference) {
  for (const std::size_t dim : {1U, 3U, 15U, 16U, 31U, 32U, 50U, 100U, 129U, 300U}) {
    Pairs<float> got(dim);
    Pairs<float> wanted(dim);
    const double loss = KernelsFor<float>(GetParam()).glove_step(got.plan);
    const double reference = KernelsFor<float>(CpuTarget::kScalar).glove_step(wanted.plan);
    EXPECT_NEAR(loss, reference, 1e-5 * reference) << dim;
    ExpectSame(got.rows, wanted.rows, 1e-5);
    ExpectSame(got.columns, wanted.columns, 1e-5);
  }
}

TEST_P(GloveOnTarget, GradientsAreClipped) {
  Pairs<float> got(20);
  Pairs<float> wanted(20);
  got.logs[0] = wanted.logs[0] = 1e4F;
  KernelsFor<float>(GetParam()).glove_step(got.plan);
  KernelsFor<float>(CpuTarget::kScalar).glove_step(wanted.plan);
  ExpectSame(got.rows, wanted.rows, 0.2);  // biases are not clipped, and are near 1e4
  EXPECT_LT(std::abs(got.rows.Row(RowId{0})[0]), 30);
}

TEST_P(GloveOnTarget, LossIsThatBeforeAStepAndChangesNothing) {
  Pairs<float> pairs(50);
  const Pairs<float> before(50);
  pairs.plan.count = 1;
  const Kernels<float>& kernels = KernelsFor<float>(GetParam());
  const double loss = kernels.glove_loss(pairs.plan);
  ExpectSame(pairs.rows, before.rows, 0);
  ExpectSame(pairs.columns, before.columns, 0);
  EXPECT_DOUBLE_EQ(kernels.glove_step(pairs.plan), loss);
  EXPECT_LT(kernels.glove_loss(pairs.plan), loss);
}

TEST_P(GloveOnTarget, TermsAreLogarithmsAndCappedPowers) {
  std::vector<float> counts;
  for (float count = 0.01F; count < 2e5F; count *= 1.37F) counts.push_back(count);
  counts.push_back(10);
  std::vector<float> logs(counts.size() + 16);
  std::vector<float> weights(counts.size() + 16);
  KernelsFor<float>(GetParam())
      .glove_terms({.counts = counts.data(),
                    .count = counts.size(),
                    .log_x_max = std::log(10.0F),
                    .alpha = 0.75F,
                    .logs = logs.data(),
                    .weights = weights.data()});
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double count = counts[k];
    EXPECT_NEAR(logs[k], std::log(count), 2e-6) << count;
    EXPECT_NEAR(weights[k], std::min(1.0, std::pow(count / 10, 0.75)), 2e-6) << count;
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, GloveOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

/// A step at rates of 1 moves each number by eta times the derivative of the loss.
TEST(GloveGradient, IsThatOfFiniteDifferences) {
  constexpr std::size_t kDim = 7;
  constexpr double kSmall = 1e-6;
  for (std::size_t k = 0; k < 3; ++k) {
    Pairs<double> pairs(kDim);
    pairs.plan.places += k;
    pairs.plan.logs += k;
    pairs.plan.weights += k;
    pairs.plan.count = 1;
    pairs.plan.bias_eta = pairs.plan.eta;
    const Kernels<double>& kernels = KernelsFor<double>(CpuTarget::kScalar);
    std::vector<std::pair<double*, double>> expected;  // a number, and what it becomes
    const GlovePlace place = pairs.plan.places[0];
    for (double* record : {pairs.rows.MutableRowData(RowId{place.row}),
                           pairs.columns.MutableRowData(RowId{place.column})}) {
      for (std::size_t c = 0; c <= kDim; ++c) {
        record[pairs.rates + c] = 1;
        const double value = record[c];
        record[c] = value + kSmall;
        const double above = kernels.glove_loss(pairs.plan);
        record[c] = value - kSmall;
        const double below = kernels.glove_loss(pairs.plan);
        record[c] = value;
        const double slope = (above - below) / (2 * kSmall);
        expected.emplace_back(record + c, value - pairs.plan.eta * slope);
      }
    }
    kernels.glove_step(pairs.plan);
    for (const auto& [place_of, value] : expected) EXPECT_NEAR(*place_of, value, 1e-9);
  }
}

}  // namespace
}  // namespace firth::kernels
