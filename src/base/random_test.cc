#include "base/random.h"

#include <gtest/gtest.h>

#include <set>

namespace firth::base {
namespace {

TEST(SplitMix64, GivesThePublishedSequence) {
  // The reference implementation's first outputs for seed 1234567.
  SplitMix64 random(1234567);
  EXPECT_EQ(random(), 6457827717110365317U);
  EXPECT_EQ(random(), 3203168211198807973U);
  EXPECT_EQ(random(), 9817491932198370423U);
}

TEST(SplitMix64, BelowStaysBelowAndReachesAll) {
  SplitMix64 random(7);
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.Below(10));
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_EQ(*seen.rbegin(), 9U);
}

TEST(SplitMix64, UnitFloatHasMeanOneHalf) {
  SplitMix64 random(7);
  double sum = 0;
  for (int i = 0; i < 100000; ++i) {
    const float value = random.UnitFloat();
    ASSERT_GE(value, 0.F);
    ASSERT_LT(value, 1.F);
    sum += value;
  }
  EXPECT_NEAR(sum / 100000, 0.5, 0.005);
}

TEST(StreamFor, DiffersInEveryNumber) {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    for (std::uint64_t epoch = 0; epoch < 4; ++epoch) {
      for (std::uint64_t block = 0; block < 4; ++block) {
        first.insert(StreamFor(seed, epoch, block)());
      }
    }
  }
  EXPECT_EQ(first.size(), 64U);
}

}  // namespace
}  // namespace firth::base
