#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "firth/project.h"
#include "project/project_testing.h"
#include "project/quadtree.h"
#include "project/tsne.h"

namespace firth {
namespace {

constexpr auto kTsne = ProjectionMethod::kTsne;

TEST(Quadtree, WithoutASizeIsTheSumOverAll) {
  std::vector<PlanePoint> points;
  base::SplitMix64 random(1);
  for (int i = 0; i < 300; ++i) points.push_back({random.UnitFloat(), 3 * random.UnitFloat()});
  points.push_back(points[7]);  // two at one place
  const project::Quadtree tree(points);
  for (const std::size_t at : {0U, 7U, 150U}) {
    double q = 0;
    double x = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (i == at) continue;
      const double dx = double{points[at].x} - double{points[i].x};
      const double dy = double{points[at].y} - double{points[i].y};
      const double near = 1 / (1 + dx * dx + dy * dy);
      q += near;
      x += near * near * dx;
    }
    const auto exact = tree.Of(points[at], 0);
    EXPECT_NEAR(exact.q, q, 1e-9);
    EXPECT_NEAR(exact.x, x, 1e-9);
    const auto about = tree.Of(points[at], 0.5);
    EXPECT_NEAR(about.q, q, 0.02 * q);
  }
}

TEST(Quadtree, TakesPointsThatCannotBeParted) {
  const std::vector<PlanePoint> points(50, PlanePoint{1, 2});
  EXPECT_NEAR(project::Quadtree(points).Of(points[0], 0.5).q, 49, 1e-9);
  std::vector<PlanePoint> close(2);
  close[1].x = std::numeric_limits<float>::denorm_min();
  EXPECT_NEAR(project::Quadtree(close).Of(close[0], 0.5).q, 1, 1e-6);
}

TEST(Tsne, LikelihoodsHaveThePerplexity) {
  std::vector<project::Near> near;
  for (std::uint32_t i = 0; i < 90; ++i) near.push_back({i, 0.01F * static_cast<float>(i * i)});
  std::vector<float> weights(near.size());
  project::Likelihoods(near, 30, weights);
  double sum = 0;
  double entropy = 0;
  for (const float weight : weights) {
    sum += double{weight};
    if (weight > 0) entropy -= double{weight} * std::log(double{weight});
  }
  EXPECT_NEAR(sum, 1, 1e-5);
  EXPECT_NEAR(std::exp(entropy), 30, 0.01);
}

TEST(Tsne, GroupsStayTogether) {
  constexpr std::size_t kGroups = 6;
  const Matrix rows = project::Groups(600, 20, kGroups);
  const Projection plane = Project(rows.view(), {.method = kTsne, .epochs = 400});
  ASSERT_EQ(plane.points.size(), 600U);
  EXPECT_EQ(project::BesideTheirGroup(plane.points, kGroups), 600U);
}

TEST(Tsne, ThreadsChangeNothing) {
  const Matrix rows = project::Groups(1500, 10, 30);
  const auto points = [&rows](unsigned threads) {
    std::vector<std::pair<float, float>> out;
    const Projection plane =
        Project(rows.view(), {.method = kTsne, .threads = threads, .epochs = 20});
    for (const auto& [x, y] : plane.points) out.emplace_back(x, y);
    return out;
  };
  EXPECT_EQ(points(1), points(3));
}

TEST(Tsne, FewAndOddRows) {
  for (const std::size_t count : {1U, 2U, 3U, 5U, 40U}) {
    Matrix rows = project::Groups(count, 4, 2);
    if (count == 40) {
      for (float& x : rows.MutableRow(RowId{3})) x = 0;
      for (std::uint32_t r = 10; r < 30; ++r) {  // copies of each other
        std::ranges::copy(rows.Row(RowId{9}), rows.MutableRow(RowId{r}).begin());
      }
    }
    const Projection plane = Project(rows.view(), {.method = kTsne, .epochs = 30});
    ASSERT_EQ(plane.points.size(), count);
    for (const PlanePoint& point : plane.points) {
      EXPECT_TRUE(std::isfinite(point.x) && std::isfinite(point.y));
    }
  }
}

}  // namespace
}  // namespace firth
