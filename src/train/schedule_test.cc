#include "train/schedule.h"

#include <gtest/gtest.h>

namespace firth::train {
namespace {

TEST(Schedule, RunsEvenlyFromStartToEnd) {
  const Schedule schedule(0.05, 0.01, LrDecay::kLinear, 1000);
  EXPECT_DOUBLE_EQ(schedule.RateAt(0), 0.05);
  EXPECT_DOUBLE_EQ(schedule.RateAt(500), 0.03);
  EXPECT_DOUBLE_EQ(schedule.RateAt(1000), 0.01);
}

TEST(Schedule, StaysHighForLongerByTheSquareRoot) {
  const Schedule schedule(0.05, 0.01, LrDecay::kSqrt, 1000);
  EXPECT_DOUBLE_EQ(schedule.RateAt(0), 0.05);
  EXPECT_DOUBLE_EQ(schedule.RateAt(750), 0.03);
  EXPECT_DOUBLE_EQ(schedule.RateAt(1000), 0.01);
}

}  // namespace
}  // namespace firth::train
