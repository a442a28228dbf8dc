#include "index/best_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace firth::index {
namespace {

std::vector<std::uint32_t> Rows(const std::vector<Neighbor>& neighbors) {
  std::vector<std::uint32_t> rows;
  for (const Neighbor& neighbor : neighbors)
    rows.push_back(static_cast<std::uint32_t>(neighbor.row));
  return rows;
}

TEST(BestRows, KeepsTheHighestScoresOverSeveralOffers) {
  BestRows best(3);
  const std::vector<float> ones(4, 1.0F);
  best.Offer(RowId{0}, std::vector<float>{0.1F, 0.9F, 0.3F, 0.2F}, ones);
  best.Offer(RowId{4}, std::vector<float>{0.5F, -0.9F, 0.95F, 0.0F}, ones);
  EXPECT_THAT(Rows(best.Take(3, {})), testing::ElementsAre(6, 1, 4));
}

TEST(BestRows, PrefersTheLowerRowAmongEquals) {
  BestRows best(2);
  best.Offer(RowId{0}, std::vector<float>(200, 0.5F), std::vector<float>(200, 1.0F));
  EXPECT_THAT(Rows(best.Take(2, {})), testing::ElementsAre(0, 1));
}

TEST(BestRows, NeverKeepsNaN) {
  BestRows best(3);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  best.Offer(RowId{0}, std::vector<float>{1.0F, nan, 0.5F}, std::vector<float>{nan, 1.0F, 2.0F});
  EXPECT_THAT(Rows(best.Take(3, {})), testing::ElementsAre(2));
}

TEST(BestRows, PassesOverTheExcluded) {
  BestRows best(3);
  best.Offer(RowId{7}, std::vector<float>{3, 2, 1}, std::vector<float>{1, 1, 1});
  const std::vector<RowId> exclude = {RowId{7}};
  EXPECT_THAT(Rows(best.Take(1, exclude)), testing::ElementsAre(8));
}

TEST(BestRows, OfNoCapacityIsEmpty) {
  BestRows best(0);
  best.Offer(RowId{0}, std::vector<float>{1}, std::vector<float>{1});
  EXPECT_TRUE(best.Take(5, {}).empty());
}

}  // namespace
}  // namespace firth::index
