#include "train/schedule.h"

#include <gtest/gtest.h>

namespace firth::train {
namespace {

TEST(LinearSchedule, RunsFromStartToEnd) {
  const LinearSchedule schedule(0.05, 0.01, 1000);
  EXPECT_DOUBLE_EQ(schedule.RateAt(0), 0.05);
  EXPECT_DOUBLE_EQ(schedule.RateAt(500), 0.03);
  EXPECT_DOUBLE_EQ(schedule.RateAt(1000), 0.01);
}

}  // namespace
}  // namespace firth::train
