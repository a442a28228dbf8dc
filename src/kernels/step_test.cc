#include <gtest/gtest.h>

#include <cmath>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

/// A plan with its own rows and random labels.
template <class Real>
struct Case {
  BasicMatrix<Real> inputs;
  BasicMatrix<Real> outputs;
  std::vector<Real*> input_rows;
  std::vector<Real*> output_rows;
  std::vector<Real> labels;
  StepPlan<Real> plan{};

  Case(std::size_t input_count, std::size_t output_count, std::size_t columns,
       std::uint64_t seed = 1)
      : inputs(RandomMatrix<Real>(input_count, columns, seed)),
        outputs(RandomMatrix<Real>(output_count, columns, seed + 1)),
        input_rows(RowPointers(inputs)),
        output_rows(RowPointers(outputs)),
        labels(PaddedPairs(input_count, output_count), kSkip<Real>) {
    base::SplitMix64 random(seed + 2);
    for (std::size_t i = 0; i < input_count * output_count; ++i) {
      labels[i] = static_cast<Real>(random.Below(3)) - 1;
    }
    plan = {input_rows.data(), input_count,   output_rows.data(),
            output_count,      labels.data(), inputs.stride()};
  }

  std::vector<Real> Scratch() const {
    return std::vector<Real>(ScratchSize(plan.input_count, plan.output_count));
  }
};

struct Size {
  std::size_t inputs;
  std::size_t outputs;
  std::size_t columns;
};

constexpr Size kSizes[] = {{1, 1, 1},    {1, 6, 100}, {10, 6, 100}, {7, 6, 16},
                           {4, 3, 17},   {9, 7, 33},  {3, 21, 40},  {5, 12, 300},
                           {16, 16, 64}, {2, 5, 128}, {3, 4, 48},   {6, 2, 31}};

void ExpectNear(const Matrix& got, const Matrix& expected) { ExpectRowsNear(got, expected, 2e-5); }

class StepOnTarget : public testing::TestWithParam<CpuTarget> {};

TEST_P(StepOnTarget, AgreesWithTheReference) {
  for (const Size& size : kSizes) {
    Case<float> got(size.inputs, size.outputs, size.columns);
    Case<float> expected(size.inputs, size.outputs, size.columns);
    auto got_scratch = got.Scratch();
    auto expected_scratch = expected.Scratch();
    const auto got_loss = KernelsFor<float>(GetParam()).step(got.plan, 0.1F, got_scratch.data());
    const auto expected_loss =
        KernelsFor<float>(CpuTarget::kScalar).step(expected.plan, 0.1F, expected_scratch.data());
    EXPECT_NEAR(got_loss.Value(), expected_loss.Value(), 1e-5 * (1 + expected_loss.Value()));
    ExpectNear(got.inputs, expected.inputs);
    ExpectNear(got.outputs, expected.outputs);
  }
}

TEST_P(StepOnTarget, ScoresAreDotProducts) {
  for (const Size& size : kSizes) {
    const Case<float> test(size.inputs, size.outputs, size.columns);
    auto got = test.Scratch();
    auto expected = test.Scratch();
    KernelsFor<float>(GetParam()).scores(test.plan, got.data());
    KernelsFor<float>(CpuTarget::kScalar).scores(test.plan, expected.data());
    for (std::size_t p = 0; p < size.inputs * size.outputs; ++p) {
      ASSERT_NEAR(got[p], expected[p], 2e-5 * (1 + std::abs(expected[p]))) << "pair " << p;
    }
  }
}

TEST_P(StepOnTarget, HugeScoresGiveFiniteLossAndNoNan) {
  Case<float> test(2, 3, 16);
  test.inputs.MutableRow(RowId{0})[0] = 1e18F;
  test.outputs.MutableRow(RowId{0})[0] = 1e18F;
  test.inputs.MutableRow(RowId{1})[0] = -1e18F;
  auto scratch = test.Scratch();
  const auto loss = KernelsFor<float>(GetParam()).step(test.plan, 0.1F, scratch.data());
  EXPECT_TRUE(std::isfinite(loss.Value()));
  EXPECT_FALSE(std::isnan(test.inputs.Row(RowId{1})[0]));
}

TEST_P(StepOnTarget, NanComesOutInTheLoss) {
  Case<float> test(3, 6, 20);
  std::fill_n(test.labels.begin(), 18, kNegative<float>);
  test.inputs.MutableRow(RowId{2})[19] = NAN;
  auto scratch = test.Scratch();
  EXPECT_TRUE(
      std::isnan(KernelsFor<float>(GetParam()).step(test.plan, 0.1F, scratch.data()).Value()));
}

TEST_P(StepOnTarget, ScoresOfNothingCostALogarithmOfTwoEach) {
  for (const std::size_t inputs : {1, 2, 10, 50}) {
    Case<float> test(inputs, 6, 16);
    std::fill(test.labels.begin(), test.labels.end(), kNegative<float>);
    std::vector<float> scores(ScratchSize(inputs, 6));
    const auto loss = KernelsFor<float>(GetParam()).coefficients(test.plan, 1, scores.data());
    EXPECT_NEAR(loss.Value(), static_cast<double>(6 * inputs) * std::log(2), 1e-3);
    EXPECT_GE(loss.product, 0x1p-120);
  }
}

TEST(LossTotal, IsTheSumOfAnyNumberOfLosses) {
  LossTotal total;
  double expected = 0;
  for (int i = 0; i < 1000; ++i) {
    const StepLoss loss = {.sum = 0.25 * i, .product = std::exp2(-(i % 121))};
    total += loss;
    expected += loss.Value();
  }
  EXPECT_NEAR(total.Value(), expected, 1e-12 * expected);
  EXPECT_EQ((StepLoss{2}.Value()), 2);
}

/// Labels of one input, none skipped.
template <class Real>
void LabelOneByOne(Case<Real>& test) {
  for (std::size_t o = 0; o < test.plan.output_count; ++o) {
    test.labels[o] = o % 3 == 0 ? kPositive<Real> : kNegative<Real>;
  }
}

TEST_P(StepOnTarget, OneByOneAgreesWithTheReference) {
  for (const Size& size : kSizes) {
    for (const float certain : {1.0F, INFINITY}) {
      Case<float> got(size.inputs, size.outputs, size.columns);
      Case<float> expected(size.inputs, size.outputs, size.columns);
      LabelOneByOne(got);
      LabelOneByOne(expected);
      std::vector<float> scratch(ScratchSize(2, size.outputs));
      const OneByOne<float> rule{.rate = 0.1F, .certain = certain};
      const auto got_loss =
          KernelsFor<float>(GetParam()).step_one_by_one(got.plan, rule, scratch.data());
      const auto expected_loss = KernelsFor<float>(CpuTarget::kScalar)
                                     .step_one_by_one(expected.plan, rule, scratch.data());
      EXPECT_NEAR(got_loss.Value(), expected_loss.Value(), 1e-5 * (1 + expected_loss.Value()));
      ExpectNear(got.inputs, expected.inputs);
      ExpectNear(got.outputs, expected.outputs);
    }
  }
}

TEST_P(StepOnTarget, OneByOneAnInputMayRepeat) {
  Case<float> got(3, 7, 40);
  Case<float> expected(3, 7, 40);
  for (Case<float>* test : {&got, &expected}) {
    LabelOneByOne(*test);
    test->input_rows[1] = test->input_rows[0];
    test->input_rows[2] = test->input_rows[0];
  }
  std::vector<float> scratch(ScratchSize(2, 7));
  const OneByOne<float> rule{.rate = 0.1F, .certain = INFINITY};
  KernelsFor<float>(GetParam()).step_one_by_one(got.plan, rule, scratch.data());
  KernelsFor<float>(CpuTarget::kScalar).step_one_by_one(expected.plan, rule, scratch.data());
  ExpectNear(got.inputs, expected.inputs);
  ExpectNear(got.outputs, expected.outputs);
}

TEST_P(StepOnTarget, OneByOneFetchesAndTellsOfNan) {
  Case<float> test(3, 6, 20);
  LabelOneByOne(test);
  test.inputs.MutableRow(RowId{2})[19] = NAN;
  const float* fetch[] = {test.output_rows[0], test.input_rows[1]};
  test.plan.fetch = fetch;
  test.plan.fetch_count = 2;
  std::vector<float> scratch(ScratchSize(2, 6));
  const OneByOne<float> rule{.rate = 0.1F, .certain = 6};
  const auto& kernels = KernelsFor<float>(GetParam());
  EXPECT_TRUE(std::isnan(kernels.step_one_by_one(test.plan, rule, scratch.data()).Value()));
}

INSTANTIATE_TEST_SUITE_P(Targets, StepOnTarget, testing::ValuesIn(AvailableCpuTargets()), TestName);

/// The loss of a plan, without changing its rows.
double Loss(const Case<double>& test) {
  auto scores = test.Scratch();
  const auto& kernels = KernelsFor<double>(CpuTarget::kScalar);
  kernels.scores(test.plan, scores.data());
  return kernels.coefficients(test.plan, 1, scores.data()).Value();
}

double NumericalSlope(const Case<double>& test, double& at) {
  constexpr double kStep = 1e-5;
  const double before = at;
  at = before + kStep;
  const double above = Loss(test);
  at = before - kStep;
  const double below = Loss(test);
  at = before;
  return (above - below) / (2 * kStep);
}

TEST(Step, OneByOneIsAStepForEachInput) {
  for (const Size& size : kSizes) {
    Case<double> got(size.inputs, size.outputs, size.columns);
    Case<double> expected(size.inputs, size.outputs, size.columns);
    LabelOneByOne(got);
    LabelOneByOne(expected);
    const auto& kernels = KernelsFor<double>(CpuTarget::kScalar);
    std::vector<double> scratch(ScratchSize(2, size.outputs));
    kernels.step_one_by_one(got.plan, {.rate = 0.5, .certain = INFINITY}, scratch.data());
    for (std::size_t i = 0; i < size.inputs; ++i) {
      StepPlan<double> one = expected.plan;
      one.inputs = expected.plan.inputs + i;
      one.input_count = 1;
      kernels.step(one, 0.5, scratch.data());
    }
    EXPECT_EQ(got.inputs.Row(RowId{0})[0], expected.inputs.Row(RowId{0})[0]);
    for (std::uint32_t o = 0; o < size.outputs; ++o) {
      for (std::size_t c = 0; c < size.columns; ++c) {
        ASSERT_EQ(got.outputs.Row(RowId{o})[c], expected.outputs.Row(RowId{o})[c]);
      }
    }
  }
}

TEST(Step, MovesBothSidesAgainstTheGradient) {
  constexpr double kRate = 0.5;
  for (const Size& size : kSizes) {
    Case<double> still(size.inputs, size.outputs, size.columns);
    Case<double> moved(size.inputs, size.outputs, size.columns);
    auto scratch = moved.Scratch();
    KernelsFor<double>(CpuTarget::kScalar).step(moved.plan, kRate, scratch.data());
    const auto compare = [&](BasicMatrix<double>& from, const BasicMatrix<double>& to) {
      for (std::uint32_t i = 0; i < from.rows(); ++i) {
        for (std::size_t c = 0; c < from.columns(); ++c) {
          double& value = from.MutableRow(RowId{i})[c];
          const double slope = NumericalSlope(still, value);
          const double step = to.Row(RowId{i})[c] - value;
          ASSERT_NEAR(step, -kRate * slope, 1e-6 * std::max(std::abs(slope), 1e-2));
        }
      }
    };
    compare(still.inputs, moved.inputs);
    compare(still.outputs, moved.outputs);
  }
}

}  // namespace
}  // namespace firth::kernels
