#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "firth/project.h"

namespace firth {
namespace {

/// Point i is within 1 of one of three places that are 10 apart.
std::vector<PlanePoint> ThreePlaces(std::size_t count) {
  std::vector<PlanePoint> points;
  base::SplitMix64 random(1);
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back({10 * static_cast<float>(i % 3) + random.UnitFloat(), random.UnitFloat()});
  }
  return points;
}

TEST(GroupsOf, AreNumberedByTheirFirstPoints) {
  for (const std::size_t count : {4U, 300U, 30'001U}) {
    const auto groups = GroupsOf(ThreePlaces(count), 3);
    ASSERT_EQ(groups.size(), count);
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(groups[i], i % 3) << i;
  }
}

TEST(GroupsOf, ThereMayBeFewerPoints) {
  EXPECT_TRUE(GroupsOf({}, 5).empty());
  EXPECT_EQ(GroupsOf(ThreePlaces(2), 5), (std::vector<std::uint32_t>{0, 1}));
}

}  // namespace
}  // namespace firth
