#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "firth/project.h"
#include "project/project_testing.h"

namespace firth {
namespace {

TEST(Umap, GroupsStayTogether) {
  constexpr std::size_t kGroups = 6;
  const Matrix rows = project::Groups(600, 20, kGroups);
  const Projection plane = Project(rows.view(), {.epochs = 200});
  ASSERT_EQ(plane.points.size(), 600U);
  EXPECT_EQ(project::BesideTheirGroup(plane.points, kGroups), 600U);
}

TEST(Umap, SeedDecidesAndThreadsDoNot) {
  const Matrix rows = project::Groups(1500, 10, 30);
  const auto points = [&rows](std::uint64_t seed, unsigned threads) {
    std::vector<std::pair<float, float>> out;
    const Projection plane = Project(rows.view(), {.seed = seed, .threads = threads, .epochs = 20});
    for (const auto& [x, y] : plane.points) out.emplace_back(x, y);
    return out;
  };
  EXPECT_EQ(points(1, 1), points(1, 3));
  EXPECT_NE(points(1, 1), points(2, 1));
}

TEST(Umap, OddRowsHaveAPlaceToo) {
  Matrix rows = project::Groups(40, 4, 2);
  for (float& x : rows.MutableRow(RowId{3})) x = 0;
  for (float& x : rows.MutableRow(RowId{4})) x = std::numeric_limits<float>::quiet_NaN();
  for (std::uint32_t r = 10; r < 30; ++r) {  // copies of each other
    std::ranges::copy(rows.Row(RowId{9}), rows.MutableRow(RowId{r}).begin());
  }
  const Projection plane = Project(rows.view(), {.epochs = 50});
  ASSERT_EQ(plane.points.size(), 40U);
  for (const PlanePoint& point : plane.points) {
    EXPECT_TRUE(std::isfinite(point.x) && std::isfinite(point.y));
  }
}

TEST(Umap, FewRows) {
  for (std::size_t count : {1U, 2U, 3U, 16U}) {
    const Matrix rows = project::Groups(count, 4, 2);
    const Projection plane = Project(rows.view(), {.epochs = 10});
    EXPECT_EQ(plane.points.size(), count);
  }
}

TEST(Umap, TellsHowFarItIsAndStops) {
  const Matrix rows = project::Groups(300, 5, 3);
  std::stop_source stop;
  std::string stages;
  ProjectionObserver observer;
  observer.stop = stop.get_token();
  observer.progress = [&](std::string_view stage, double share) {
    EXPECT_GE(share, 0);
    EXPECT_LE(share, 1);
    if (!stages.ends_with(stage)) stages += stage;
    if (stage == "layout") stop.request_stop();
  };
  EXPECT_TRUE(Project(rows.view(), {}, observer).points.empty());
  EXPECT_EQ(stages, "directionsneighbourslayout");
}

}  // namespace
}  // namespace firth
