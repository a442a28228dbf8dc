#include "numeric/principal_axes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/random.h"

namespace firth::numeric {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

TEST(FindPrincipalAxes, FindsTheLineThatPointsLieOn) {
  // On the line through (1, 2) with the direction (3, 4) / 5.
  std::vector<float> points;
  for (const float t : {-2.0F, -1.0F, 0.0F, 1.0F, 2.0F}) {
    points.push_back(1 + 3 * t);
    points.push_back(2 + 4 * t);
  }
  const PrincipalAxes axes = FindPrincipalAxes(points, 2, 1);
  EXPECT_THAT(axes.mean, Pointwise(DoubleNear(1e-12), {1.0, 2.0}));
  EXPECT_THAT(axes.axes, Pointwise(DoubleNear(1e-12), {0.6, 0.8}));
  EXPECT_NEAR(axes.share, 1, 1e-12);
  float along = 0;
  ProjectOn(axes, std::vector<float>{4, 6}, {&along, 1});
  EXPECT_NEAR(along, 5, 1e-6);
}

TEST(Moments, PartByPartKnowTheSameAxes) {
  constexpr std::size_t kColumns = 5;
  base::SplitMix64 random(9);
  std::vector<float> points(700 * kColumns);
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i] = random.UnitFloat() * static_cast<float>(1 + i % kColumns);
  }
  Moments first(kColumns);
  Moments second(kColumns);
  first.Add(std::span(points).first(300 * kColumns));
  second.Add(std::span(points).subspan(300 * kColumns, 10 * kColumns));
  second.Add(std::span(points).subspan(310 * kColumns));
  first.Add(second);
  const PrincipalAxes found = first.Axes(3);
  const PrincipalAxes whole = FindPrincipalAxes(points, kColumns, 3);
  EXPECT_THAT(found.mean, Pointwise(DoubleNear(1e-6), whole.mean));
  EXPECT_THAT(found.axes, Pointwise(DoubleNear(1e-4), whole.axes));
  EXPECT_THAT(found.shares, Pointwise(DoubleNear(1e-5), whole.shares));
  EXPECT_NEAR(found.shares[0] + found.shares[1] + found.shares[2], found.share, 1e-12);
}

TEST(FindPrincipalAxes, AxesAreOrthonormalAndVarianceFalls) {
  constexpr std::size_t kColumns = 7;
  constexpr std::size_t kRows = 600;
  base::SplitMix64 random(3);
  std::vector<float> points(kRows * kColumns);
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i] = (random.UnitFloat() - 0.5F) * static_cast<float>(1 + i % kColumns);
  }
  const PrincipalAxes axes = FindPrincipalAxes(points, kColumns, kColumns);
  EXPECT_NEAR(axes.share, 1, 1e-12);
  std::vector<double> variances(kColumns);
  std::vector<float> projected(kColumns);
  for (std::size_t row = 0; row < kRows; ++row) {
    ProjectOn(axes, std::span(points).subspan(row * kColumns, kColumns), projected);
    for (std::size_t i = 0; i < kColumns; ++i) variances[i] += double{projected[i]} * projected[i];
  }
  for (std::size_t i = 0; i < kColumns; ++i) {
    if (i > 0) EXPECT_LE(variances[i], variances[i - 1]);
    for (std::size_t j = 0; j <= i; ++j) {
      double product = 0;
      for (std::size_t c = 0; c < kColumns; ++c) {
        product += axes.axes[i * kColumns + c] * axes.axes[j * kColumns + c];
      }
      EXPECT_NEAR(product, i == j ? 1 : 0, 1e-10);
    }
  }
}

TEST(FindPrincipalAxes, RowsThatAreAllAlikeHaveNoVariance) {
  const std::vector<float> points = {1, 2, 1, 2};
  EXPECT_EQ(FindPrincipalAxes(points, 2, 1).share, 1);
}

}  // namespace
}  // namespace firth::numeric
