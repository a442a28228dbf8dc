#include "picture/axis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace firth::picture {
namespace {

std::vector<std::string> Ticks(double low, double high, int steps) {
  const Axis axis = MakeAxis(low, high, steps);
  EXPECT_LE(axis.low, low);
  EXPECT_GE(axis.high, high);
  std::vector<std::string> texts;
  for (const double tick : axis.ticks) texts.push_back(axis.Text(tick));
  return texts;
}

TEST(Axis, HasRoundNumbers) {
  using testing::ElementsAre;
  EXPECT_THAT(Ticks(0, 1, 5), ElementsAre("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"));
  EXPECT_THAT(Ticks(3, 47, 5), ElementsAre("0", "10", "20", "30", "40", "50"));
  EXPECT_THAT(Ticks(-0.13, 0.21, 4), ElementsAre("-0.2", "-0.1", "0.0", "0.1", "0.2", "0.3"));
  EXPECT_THAT(Ticks(0.2561, 0.2569, 4),
              ElementsAre("0.2560", "0.2562", "0.2564", "0.2566", "0.2568", "0.2570"));
  EXPECT_THAT(Ticks(0, 5e6, 5),
              ElementsAre("0", "1000000", "2000000", "3000000", "4000000", "5000000"));
}

TEST(Axis, OfOneNumberHasRoomAroundIt) {
  for (const double number : {0.0, 3.0, -2e-9, 1e30}) {
    const Axis axis = MakeAxis(number, number, 4);
    EXPECT_LT(axis.low, number);
    EXPECT_GT(axis.high, number);
    EXPECT_GE(axis.ticks.size(), 2U);
    EXPECT_LE(axis.ticks.size(), 12U);
  }
}

}  // namespace
}  // namespace firth::picture
