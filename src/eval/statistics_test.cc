#include "eval/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace firth::eval {
namespace {

using testing::ElementsAre;

TEST(Ranks, EqualValuesShareTheirMean) {
  EXPECT_THAT(Ranks(std::vector<double>{3, 1, 3, 2, 3}), ElementsAre(4, 1, 4, 2, 4));
  EXPECT_TRUE(Ranks({}).empty());
}

TEST(Correlation, OfKnownNumbers) {
  const std::vector<double> a = {1, 2, 3, 4, 5};
  const std::vector<double> b = {2, 1, 4, 3, 5};
  EXPECT_NEAR(Correlation(a, b), 0.8, 1e-12);
  EXPECT_NEAR(Correlation(a, std::vector<double>{10, 8, 6, 4, 2}), -1, 1e-12);
}

TEST(Correlation, IsZeroWhereItMeansNothing) {
  EXPECT_EQ(Correlation(std::vector<double>{1}, std::vector<double>{2}), 0);
  EXPECT_EQ(Correlation(std::vector<double>{1, 2}, std::vector<double>{0.1, 0.1}), 0);
  const Estimate none = Spearman({}, {});
  EXPECT_EQ(none.value, 0);
  EXPECT_EQ(none.low, -1);
  EXPECT_EQ(none.high, 1);
}

// The example of Newcombe 1998, "Two-sided confidence intervals for the single proportion".
TEST(Share, HasWilsonsInterval) {
  const Estimate share = Share(81, 263);
  EXPECT_NEAR(share.value, 0.3080, 1e-4);
  EXPECT_NEAR(share.low, 0.2553, 1e-4);
  EXPECT_NEAR(share.high, 0.3662, 1e-4);
  EXPECT_EQ(Share(0, 0).high, 1);
  EXPECT_EQ(Share(0, 10).low, 0);
  EXPECT_DOUBLE_EQ(Share(10, 10).high, 1);
}

TEST(Pearson, HasFishersInterval) {
  const std::vector<double> a = {1, 2, 3, 4, 5, 6, 7};
  const std::vector<double> b = {2, 1, 4, 3, 5, 7, 6};
  const Estimate r = Pearson(a, b);
  EXPECT_NEAR(r.value, 0.892857, 1e-6);
  EXPECT_NEAR(r.low, 0.426702, 1e-6);  // tanh(atanh(r) -+ 1.959964 / 2)
  EXPECT_NEAR(r.high, 0.984179, 1e-6);
}

TEST(Spearman, HasAWiderInterval) {
  const std::vector<double> a = {1, 2, 3, 4, 5, 6, 7};
  const std::vector<double> b = {2, 1, 4, 3, 5, 7, 6};
  const Estimate r = Spearman(a, b);
  EXPECT_NEAR(r.value, 0.892857, 1e-6);  // the numbers are their own ranks
  EXPECT_LT(r.low, Pearson(a, b).low);
  EXPECT_GT(r.high, Pearson(a, b).high);
}

TEST(Spearman, OfPerfectOrderIsCertain) {
  const std::vector<double> a = {1, 2, 3, 4};
  const Estimate r = Spearman(a, std::vector<double>{1, 10, 100, 1000});
  EXPECT_NEAR(r.value, 1, 1e-12);
  EXPECT_NEAR(r.low, 1, 1e-6);
  EXPECT_NEAR(r.high, 1, 1e-12);
}

}  // namespace
}  // namespace firth::eval
