#include "cooccurrence/pair_unit.h"

#include <gtest/gtest.h>

namespace firth::cooccurrence {
namespace {

TEST(PairUnit, WeightsAreExactForUsualWindows) {
  for (const std::size_t window : {1U, 5U, 10U, 15U, 22U}) {
    const PairUnit unit({.window = window}, 100'000'000);
    EXPECT_TRUE(unit.exact());
    for (std::size_t d = 1; d <= window; ++d) {
      EXPECT_EQ(unit.Value(unit.weights()[d - 1] * d), 1.0) << d;
    }
  }
}

TEST(PairUnit, WideWindowsAreRoundedAndLeaveRoom) {
  constexpr std::uint64_t kTokens = 1'000'000'000'000;
  const PairUnit unit({.window = 1000}, kTokens);
  EXPECT_FALSE(unit.exact());
  for (std::size_t d = 1; d <= 1000; ++d) {
    const double exact = 1.0 / static_cast<double>(d);
    EXPECT_NEAR(unit.Value(unit.weights()[d - 1]), exact, 0.5 / 0x1p18);
    EXPECT_GT(unit.weights()[d - 1], 0U);
  }
  EXPECT_LT(static_cast<double>(unit.most()) * static_cast<double>(kTokens), 0x1p64);
  const PairUnit usual({.window = 1000}, 100'000'000);
  EXPECT_NEAR(usual.Value(usual.weights()[999]) * 1000, 1, 1e-6);
}

TEST(PairUnit, FlatWeightsAreOnes) {
  const PairUnit unit({.window = 1000, .weight = PairWeight::kFlat}, 1'000'000'000'000);
  EXPECT_TRUE(unit.exact());
  EXPECT_EQ(unit.weights()[999], 1U);
  EXPECT_EQ(unit.most(), 2000U);
  EXPECT_EQ(unit.Value(7), 7.0);
}

}  // namespace
}  // namespace firth::cooccurrence
