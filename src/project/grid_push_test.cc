#include "project/grid_push.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "base/random.h"
#include "project/lane_fft.h"

namespace firth::project {
namespace {

std::vector<PlanePoint> Points(std::size_t count, float side) {
  std::vector<PlanePoint> points;
  base::SplitMix64 random(1);
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back({side * random.UnitFloat() + 3, side * random.UnitFloat() / 2 - 7});
  }
  return points;
}

TEST(LaneFft, IsTheSumThatDefinesIt) {
  for (const std::size_t length : {2U, 3U, 8U, 12U, 36U, 96U}) {
    const LaneFft fft(length);
    Lanes lanes(length);
    base::SplitMix64 random(7);
    for (float& x : lanes.re) x = random.UnitFloat() - 0.5F;
    for (float& x : lanes.im) x = random.UnitFloat() - 0.5F;
    const Lanes before = lanes;
    fft.Forward(lanes);
    for (std::size_t k = 0; k < length; ++k) {
      std::complex<double> sum;
      for (std::size_t j = 0; j < length; ++j) {
        const double angle = -2 * std::numbers::pi * static_cast<double>(j * k % length) /
                             static_cast<double>(length);
        sum += std::polar(1.0, angle) * std::complex<double>(double{before.re[j * kLanes + 5]},
                                                             double{before.im[j * kLanes + 5]});
      }
      EXPECT_NEAR(double{lanes.re[k * kLanes + 5]}, sum.real(), 1e-5) << length;
      EXPECT_NEAR(double{lanes.im[k * kLanes + 5]}, sum.imag(), 1e-5) << length;
    }
    fft.Backward(lanes);
    for (std::size_t i = 0; i < lanes.re.size(); ++i) {
      EXPECT_NEAR(lanes.re[i] / static_cast<float>(length), before.re[i], 1e-6);
      EXPECT_NEAR(lanes.im[i] / static_cast<float>(length), before.im[i], 1e-6);
    }
  }
}

/// Of a few widths one object sees: small ones halve the squares, large ones make the grid grow.
TEST(GridPush, IsNearTheSumOverAll) {
  GridPush grid(2);
  for (const float side : {0.001F, 1.0F, 30.0F, 100.0F, 200.0F, 20.0F, 500.0F}) {
    const std::vector<PlanePoint> points = Points(700, side);
    std::vector<Quadtree::Repulsion> pushes(points.size());
    grid.Push(points, pushes);
    const Quadtree tree(points);
    double all = 0;
    double found = 0;
    double error = 0;
    double size = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto exact = tree.Of(points[i], 0);
      all += exact.q;
      found += pushes[i].q;
      error += std::hypot(pushes[i].x - exact.x, pushes[i].y - exact.y);
      size += std::hypot(exact.x, exact.y);
    }
    // What a point has of itself, 1, is interpolated, too.
    EXPECT_NEAR(found, all, 0.01 * all + 0.05 * static_cast<double>(points.size())) << side;
    EXPECT_LT(error, 0.06 * size) << side;
  }
}

TEST(GridPush, ThreadsChangeNothing) {
  const std::vector<PlanePoint> points = Points(3000, 60);
  std::vector<Quadtree::Repulsion> one(points.size());
  std::vector<Quadtree::Repulsion> many(points.size());
  GridPush(1).Push(points, one);
  GridPush(3).Push(points, many);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(one[i].x, many[i].x);
    EXPECT_EQ(one[i].y, many[i].y);
    EXPECT_EQ(one[i].q, many[i].q);
  }
}

TEST(GridPush, TakesPointsThatCannotBeParted) {
  const std::vector<PlanePoint> points(50, PlanePoint{1, 2});
  std::vector<Quadtree::Repulsion> pushes(points.size());
  GridPush(1).Push(points, pushes);
  EXPECT_NEAR(pushes[0].q, 50.0 * 49, 5);
  EXPECT_NEAR(pushes[7].x, 0, 1e-3);
}

}  // namespace
}  // namespace firth::project
