#include "base/display.h"

#include <gtest/gtest.h>

namespace firth::base {
namespace {

TEST(WithThousands, PartsDigitsByThrees) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1000), "1,000");
  EXPECT_EQ(WithThousands(17'005'207), "17,005,207");
}

TEST(DisplayWidth, CountsColumnsOfATerminal) {
  EXPECT_EQ(DisplayWidth(""), 0U);
  EXPECT_EQ(DisplayWidth("apple"), 5U);
  EXPECT_EQ(DisplayWidth("größer"), 6U);
  EXPECT_EQ(DisplayWidth("北京大学"), 8U);
  EXPECT_EQ(DisplayWidth("한국어"), 6U);
  EXPECT_EQ(DisplayWidth("cafe\u0301"), 4U);
  EXPECT_EQ(DisplayWidth("ที่"), 1U);
  EXPECT_EQ(DisplayWidth("🍎"), 2U);
  EXPECT_EQ(DisplayWidth("a\u200Bb"), 2U);
  EXPECT_EQ(DisplayWidth("a\xFFz"), 3U);
}

}  // namespace
}  // namespace firth::base
