#include "formats/text_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace firth::formats {
namespace {

TEST(TextRows, CountsNumbersButNeverTheFirstToken) {
  EXPECT_EQ(CountNumbersAtEnd("king 0.1 0.2"), 2U);
  EXPECT_EQ(CountNumbersAtEnd("1 0.1 0.2"), 2U);
  EXPECT_EQ(CountNumbersAtEnd(". . . 0.1 0.2"), 2U);
  EXPECT_EQ(CountNumbersAtEnd("0.1"), 0U);
  EXPECT_EQ(CountNumbersAtEnd(""), 0U);
}

TEST(TextRows, TheCommonestCountWins) {
  EXPECT_EQ(Commonest(CountNumbers("a 1 2\nat 5 1 2\nb 1 2\n")), 2U);
  EXPECT_EQ(Commonest(CountNumbers("a 1 2\nb 1\n")), 2U);
  EXPECT_EQ(Commonest(CountNumbers("")), 0U);
}

TEST(TextRows, ReadsFromTheRight) {
  std::array<float, 2> values{};
  EXPECT_EQ(ParseRow("king 0.5 -2", values), "king");
  EXPECT_THAT(values, testing::ElementsAre(0.5F, -2.0F));
  EXPECT_EQ(ParseRow("at 5 p.m. 1 2", values), "at 5 p.m.");
  EXPECT_EQ(ParseRow("5 1 2", values), "5");
  EXPECT_EQ(ParseRow("tabs\t1\t2", values), "tabs");
  EXPECT_EQ(ParseRow(" 1 2", values), "");
}

TEST(TextRows, SaysWhatIsWrongWithARow) {
  EXPECT_EQ(DescribeBadRow("king 0.5", 2), "1 number, expected 2");
  EXPECT_EQ(DescribeBadRow("0.5 1", 2), "1 number, expected 2");
  EXPECT_EQ(DescribeBadRow("king x 1", 2), "'x' is not a number");
  EXPECT_EQ(DescribeBadRow("king 1 nan", 2),
            "the vector of 'king' holds 'nan', which is not a finite number");
  EXPECT_EQ(DescribeBadRow("king 1e99 2", 2),
            "the vector of 'king' holds '1e99', which is not a finite number");
}

TEST(TextRows, HowManyRowsATextCanHold) {
  EXPECT_EQ(MaxTextRows(5, 2), 1U);  // " 1 2\n"
  EXPECT_EQ(MaxTextRows(9, 2), 2U);  // " 1 2\n 1 2"
  EXPECT_EQ(MaxTextRows(100, std::size_t{1} << 63), 0U);
}

}  // namespace
}  // namespace firth::formats
