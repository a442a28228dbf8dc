#include "train/ranks/exchange_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace firth::train {
namespace {

/// How often each row is due in so many exchanges.
std::vector<int> Times(const ExchangePlan& plan, std::size_t rows, std::uint64_t exchanges) {
  std::vector<int> times(rows);
  for (std::uint64_t i = 0; i < exchanges; ++i) {
    for (const RowRange& range : plan.Due(i)) {
      EXPECT_EQ(range.begin % ExchangePlan::kRun, 0U);
      for (std::size_t row = range.begin; row < range.end; ++row) ++times[row];
    }
  }
  return times;
}

TEST(ExchangePlan, ExchangesRowsAsOftenAsTheyAreUsed) {
  const std::vector<int> times = Times(ExchangePlan(20'000, 20'000, 1000), 20'000, 256);
  EXPECT_EQ(times[0], 256);
  EXPECT_EQ(times[255], 256);
  EXPECT_EQ(times[256], 128);
  EXPECT_EQ(times[512], 64);
  EXPECT_EQ(times[19'999], 2);
}

TEST(ExchangePlan, LetsNoRowWaitForLonger) {
  const std::vector<int> times = Times(ExchangePlan(20'000, 20'000, 3), 20'000, 9);
  EXPECT_EQ(*std::ranges::min_element(times), 3);
}

TEST(ExchangePlan, TakesAboutAsManyRowsEachTime) {
  const ExchangePlan plan(100'000, 100'000, 1000);
  std::size_t least = 100'000;
  std::size_t most = 0;
  for (std::uint64_t i = 0; i < 64; ++i) {
    std::size_t rows = 0;
    for (const RowRange& range : plan.Due(i)) rows += range.end - range.begin;
    least = std::min(least, rows);
    most = std::max(most, rows);
  }
  EXPECT_LT(most, 256U * 11);
  EXPECT_GT(least * 5, most * 4);
}

TEST(ExchangePlan, TakesRowsBehindTheWordsNowAndThen) {
  const std::vector<int> times = Times(ExchangePlan(100, 1000, 5), 1000, 10);
  EXPECT_EQ(times[0], 10);
  EXPECT_EQ(times[999], 2);
  EXPECT_EQ(*std::ranges::min_element(times), 2);
}

TEST(ExchangePlan, KnowsHowOftenARowIsDue) {
  const ExchangePlan plan(20'000, 20'000, 5);
  EXPECT_EQ(plan.PeriodOf(0), 1U);
  EXPECT_EQ(plan.PeriodOf(256), 2U);
  EXPECT_EQ(plan.PeriodOf(1023), 4U);
  EXPECT_EQ(plan.PeriodOf(19'999), 5U);
}

TEST(ExchangePlan, KnowsAllRows) {
  const auto all = ExchangePlan(100, 300, 5).All(130);
  EXPECT_EQ(all, (std::vector<RowRange>{{0, 128}, {128, 256}, {256, 300}}));
}

}  // namespace
}  // namespace firth::train
