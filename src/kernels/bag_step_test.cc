#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/kernel_testing.h"
#include "kernels/kernels.h"

namespace firth::kernels {
namespace {

/// A bag, its outputs, and all that a step of it writes.
struct Case {
  Matrix rows;
  Matrix outputs;
  Matrix input;
  std::vector<float*> bag;
  std::vector<float*> output_rows = RowPointers(outputs);
  std::vector<float*> input_row = {input.MutableRowData(RowId{0})};
  std::vector<float> labels;
  std::vector<float> scratch;
  BagStepPlan<float> plan{};

  Case(std::size_t bag_count, std::size_t output_count, std::size_t columns)
      : rows(RandomMatrix<float>(bag_count + 1, columns, 1)),
        outputs(RandomMatrix<float>(output_count, columns, 2)),
        input(2, columns),
        bag(RowPointers(rows)),
        labels(PaddedPairs(1, output_count), kNegative<float>),
        scratch(ScratchSize(1, output_count)) {
    bag.pop_back();
    labels[0] = kPositive<float>;
    if (output_count > 2) labels[2] = kSkip<float>;
    plan = {{bag.data(), bag.size(), rows.stride(), 1.0F / 6},
            0.5F,
            {input_row.data(), 1, output_rows.data(), output_count, labels.data(), rows.stride()}};
  }

  StepLoss Step(CpuTarget target) {
    return KernelsFor<float>(target).bag_step(plan, 0.1F, scratch.data());
  }
};

void ExpectNear(const Matrix& got, const Matrix& expected) { ExpectRowsNear(got, expected, 1e-5); }

class BagStepOnTarget : public testing::TestWithParam<CpuTarget> {};

/// Rows with and without a rest that fills no block of vectors; fewer and more outputs than stay in
/// registers.
TEST_P(BagStepOnTarget, AgreesWithTheReference) {
  const std::vector<float> weights = {1, 3, 2, 1, 5, 1, 1, 2, 1, 4};
  for (const std::size_t columns : {1U, 16U, 33U, 48U, 100U, 300U}) {
    for (const std::size_t rows : {1U, 2U, 6U, 10U}) {
      for (const std::size_t outputs : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 21U}) {
        for (const float* given : {static_cast<const float*>(nullptr), weights.data()}) {
          Case got(rows, outputs, columns);
          Case expected(rows, outputs, columns);
          got.plan.bag.weights = expected.plan.bag.weights = given;
          const double want = expected.Step(CpuTarget::kScalar).Value();
          EXPECT_NEAR(got.Step(GetParam()).Value(), want, 1e-5 * (1 + want));
          ExpectNear(got.rows, expected.rows);
          ExpectNear(got.outputs, expected.outputs);
        }
      }
    }
  }
}

TEST_P(BagStepOnTarget, ARowMayStandInTheBagTwice) {
  Case got(4, 6, 40);
  Case expected(4, 6, 40);
  for (Case* test : {&got, &expected}) test->bag[3] = test->bag[0];
  got.Step(GetParam());
  expected.Step(CpuTarget::kScalar);
  ExpectNear(got.rows, expected.rows);
}

TEST_P(BagStepOnTarget, FetchesAndTellsOfNan) {
  for (const std::size_t outputs : {6U, 7U}) {
    Case test(3, outputs, 20);
    test.rows.MutableRow(RowId{2})[19] = NAN;
    const float* fetch[] = {test.output_rows[0], test.bag[1]};
    test.plan.step.fetch = fetch;
    test.plan.step.fetch_count = 2;
    EXPECT_TRUE(std::isnan(test.Step(GetParam()).Value())) << outputs << " outputs";
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, BagStepOnTarget, testing::ValuesIn(AvailableCpuTargets()),
                         TestName);

}  // namespace
}  // namespace firth::kernels
