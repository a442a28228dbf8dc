#include "formats/numbers.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>

namespace firth::formats {
namespace {

std::string Shortest(float value) {
  std::string out;
  AppendShortest(out, value);
  return out;
}

TEST(Numbers, ShortestReadsBackToTheSameBits) {
  std::uint32_t bits = 12345;
  for (int i = 0; i < 200'000; ++i) {
    bits = bits * 1664525 + 1013904223;
    const auto value = std::bit_cast<float>(bits);
    if (!std::isfinite(value)) continue;
    const auto back = ParseFloat(Shortest(value));
    ASSERT_TRUE(back);
    ASSERT_EQ(std::bit_cast<std::uint32_t>(*back), bits) << Shortest(value);
  }
}

TEST(Numbers, ShortestIsShort) {
  EXPECT_EQ(Shortest(0.1F), "0.1");
  EXPECT_EQ(Shortest(-0.0F), "-0");
  EXPECT_EQ(Shortest(1e-30F), "1e-30");
}

TEST(Numbers, FiveDigitsAreThoseOfPrintf) {
  for (const float value :
       {0.123456789F, 123456.7F, 1e-7F, -0.00012345678F, 1.0F, 0.0F, 99999.5F}) {
    std::string out;
    AppendFiveDigits(out, value);
    char expected[64];
    std::snprintf(expected, sizeof(expected), "%.5g", static_cast<double>(value));
    EXPECT_EQ(out, expected);
    EXPECT_EQ(RoundedToFiveDigits(value), *ParseFloat(expected));
  }
}

TEST(Numbers, ReadsWhatPeersWrite) {
  EXPECT_EQ(ParseFloat("+0.5"), 0.5F);
  EXPECT_EQ(ParseFloat("-1.000000"), -1.0F);
  EXPECT_EQ(ParseFloat("9.999999974752427e-07"), 1e-6F);
  EXPECT_EQ(ParseFloat("1E3"), 1000.0F);
}

TEST(Numbers, RefusesWhatIsNone) {
  for (const char* token : {"", "+", "-", "+-1", "0x10", "1,5", "1.5x", "king", "--1", "1 "}) {
    EXPECT_FALSE(ParseFloat(token)) << token;
  }
}

TEST(Numbers, TooSmallIsZeroAndTooLargeIsInfinite) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(ParseFloat("1e-60"), 0.0F);
  EXPECT_EQ(ParseFloat("-1e-400"), 0.0F);
  EXPECT_EQ(ParseFloat("0." + std::string(400, '0') + "1"), 0.0F);
  EXPECT_EQ(ParseFloat("1e60"), kInfinity);
  EXPECT_EQ(ParseFloat("-" + std::string(400, '9')), -kInfinity);
  EXPECT_EQ(ParseFloat("inf"), kInfinity);
  EXPECT_TRUE(std::isnan(*ParseFloat("nan")));
}

}  // namespace
}  // namespace firth::formats
