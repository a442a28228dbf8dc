#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/project.h"
#include "project/project_testing.h"

namespace firth {
namespace {

using testing::HasSubstr;

Projection Pca(MatrixView rows, unsigned threads = 1) {
  return Project(rows, {.method = ProjectionMethod::kPca, .threads = threads});
}

/// The covariance of unit rows, and what the plane keeps of it.
TEST(Pca, IsTheEigenvectorsOfTheCovariance) {
  const Matrix rows = project::Groups(300, 6, 5);
  const Projection plane = Pca(rows.view());
  ASSERT_EQ(plane.points.size(), 300U);
  double x = 0;
  double y = 0;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (const PlanePoint& point : plane.points) {
    x += double{point.x};
    y += double{point.y};
    xx += double{point.x} * double{point.x};
    yy += double{point.y} * double{point.y};
    xy += double{point.x} * double{point.y};
  }
  EXPECT_NEAR(x, 0, 1e-3);
  EXPECT_NEAR(y, 0, 1e-3);
  EXPECT_NEAR(xy / xx, 0, 1e-4);  // the axes do not know of each other
  EXPECT_GT(xx, yy);
  EXPECT_GT(plane.shares[0], plane.shares[1]);
  EXPECT_LE(plane.shares[0] + plane.shares[1], 1);
  EXPECT_NEAR(plane.shares[0] / plane.shares[1], xx / yy, 1e-3);
}

/// Wide rows go another way than narrow ones.
class PcaOfColumns : public testing::TestWithParam<std::size_t> {};

INSTANTIATE_TEST_SUITE_P(Columns, PcaOfColumns, testing::Values(5, 600));

TEST_P(PcaOfColumns, RowsOfAPlaneKeepTheirDistances) {
  Matrix rows(40, GetParam());
  for (std::uint32_t r = 0; r < 40; ++r) {
    const float angle = 0.1F * static_cast<float>(r);
    auto row = rows.MutableRow(RowId{r});
    row[1] = 3 * std::cos(angle);
    row[4] = 3 * std::sin(angle);
  }
  const Projection plane = Pca(rows.view());
  EXPECT_NEAR(plane.shares[0] + plane.shares[1], 1, 1e-5);
  for (std::size_t r = 1; r < 40; ++r) {
    const auto& a = plane.points[0];
    const auto& b = plane.points[r];
    const float distance = std::hypot(a.x - b.x, a.y - b.y);
    EXPECT_NEAR(distance, 2 * std::abs(std::sin(0.05F * static_cast<float>(r))), 1e-4F) << r;
  }
}

TEST_P(PcaOfColumns, NoNumberOfThreadsChangesAByte) {
  const Matrix rows = project::Groups(500, GetParam(), 7);
  const Projection one = Pca(rows.view(), 1);
  const Projection three = Pca(rows.view(), 3);
  for (std::size_t r = 0; r < 500; ++r) {
    EXPECT_EQ(one.points[r].x, three.points[r].x);
    EXPECT_EQ(one.points[r].y, three.points[r].y);
  }
}

TEST(Pca, SmallAndOddMatrices) {
  EXPECT_TRUE(Pca(Matrix(0, 4).view()).points.empty());
  for (const auto& [rows, columns] : {std::pair{1, 4}, {2, 1}, {3, 2}, {5, 1}}) {
    Matrix matrix =
        project::Groups(static_cast<std::size_t>(rows), static_cast<std::size_t>(columns), 2);
    matrix.MutableRow(RowId{0})[0] = NAN;
    for (const PlanePoint& point : Pca(matrix.view()).points) {
      EXPECT_TRUE(std::isfinite(point.x) && std::isfinite(point.y));
    }
  }
}

TEST(Pca, UnknownNamesAndSettings) {
  EXPECT_EQ(ProjectionMethodFromName("pca"), ProjectionMethod::kPca);
  EXPECT_THAT(base::MessageOfError([&] { ProjectionMethodFromName("isomap"); }),
              HasSubstr("there is no projection \"isomap\": pca, umap or tsne"));
  EXPECT_THAT(base::MessageOfError([&] { Project(Matrix(3, 3).view(), {.neighbors = 1}); }),
              HasSubstr("--neighbors must be from 2 to 1000"));
  EXPECT_THAT(base::MessageOfError([&] { Project(Matrix(3, 3).view(), {.min_distance = NAN}); }),
              HasSubstr("--min-dist must be from 0 to 1"));
}

}  // namespace
}  // namespace firth
