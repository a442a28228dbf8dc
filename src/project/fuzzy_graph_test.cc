#include "project/fuzzy_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "project/project_testing.h"

namespace firth::project {
namespace {

using testing::Each;
using testing::FloatEq;

TEST(FuzzyGraph, MembershipsSumToTheLogarithm) {
  const std::vector<Near> near = {{1, 0.1F}, {2, 0.2F}, {3, 0.25F}, {4, 0.3F},
                                  {5, 0.5F}, {6, 0.6F}, {7, 0.9F}};
  std::vector<float> weights(near.size());
  Memberships(near, weights);
  EXPECT_FLOAT_EQ(weights[0], 1);
  EXPECT_TRUE(std::ranges::is_sorted(weights, std::greater<>{}));
  EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), std::log2(8), 1e-4);
}

TEST(FuzzyGraph, EquallyFarNeighboursAllBelong) {
  const std::vector<Near> near(5, Near{1, 0.5F});
  std::vector<float> weights(near.size());
  Memberships(near, weights);
  EXPECT_THAT(weights, Each(FloatEq(1)));
  const std::vector<Near> same(5, Near{1, 0});
  Memberships(same, weights);
  EXPECT_THAT(weights, Each(FloatEq(1)));
}

TEST(FuzzyGraph, BothSidesAreUnited) {
  // 0 and 1 know each other, 2 knows 0 alone.
  const KnnGraph graph = {.count = 1, .near = {{1, 0.1F}, {0, 0.1F}, {0, 0.7F}}};
  const FuzzyGraph united = Unite(graph);
  ASSERT_EQ(united.rows(), 3U);
  ASSERT_EQ(united.Of(0).size(), 2U);
  EXPECT_EQ(united.Of(0)[0].row, 1U);
  EXPECT_EQ(united.Of(0)[1].row, 2U);
  ASSERT_EQ(united.Of(2).size(), 1U);
  EXPECT_EQ(united.Of(2)[0].row, 0U);
}

TEST(FuzzyGraph, IsSymmetric) {
  const Matrix rows = Groups(200, 8, 4);
  const KnnGraph near = MakeKnnGraph(rows.view(), 6, {}, {});
  const FuzzyGraph graph = Unite(near);
  std::size_t seen = 0;
  for (std::uint32_t row = 0; row < graph.rows(); ++row) {
    for (const Edge& edge : graph.Of(row)) {
      ++seen;
      EXPECT_GT(edge.weight, 0);
      EXPECT_LE(edge.weight, 1);
      const auto back = graph.Of(edge.row);
      const auto found = std::ranges::find(back, row, &Edge::row);
      ASSERT_NE(found, back.end());
      EXPECT_FLOAT_EQ(found->weight, edge.weight);
    }
  }
  EXPECT_GE(seen, 200U * 6);
}

TEST(KnnGraph, KnowsTheNearestButNotItself) {
  const Matrix rows = Groups(90, 8, 3);
  const KnnGraph graph = MakeKnnGraph(rows.view(), 4, {.threads = 2}, {});
  ASSERT_EQ(graph.rows(), 90U);
  for (std::uint32_t row = 0; row < 90; ++row) {
    float last = 0;
    for (const auto& [other, distance] : graph.Of(row)) {
      EXPECT_NE(other, row);
      EXPECT_EQ(other % 3, row % 3);
      EXPECT_GE(distance, last);
      last = distance;
    }
  }
}

}  // namespace
}  // namespace firth::project
