#include "base/utf8.h"

#include <gtest/gtest.h>

namespace firth::base {
namespace {

std::string Repair(std::string_view text) {
  std::string out = "left over";
  RepairUtf8(text, out);
  return out;
}

TEST(Utf8, KnowsAscii) {
  EXPECT_TRUE(IsAscii(""));
  EXPECT_TRUE(IsAscii("nine more"));
  EXPECT_FALSE(IsAscii("naïve"));
  EXPECT_FALSE(IsAscii("12345678\x80"));
}

TEST(Utf8, KnowsWhatContinuesACharacter) {
  for (const char first : {'\0', 'a', '\x7F', '\xC0', '\xE8', '\xFF'}) {
    EXPECT_FALSE(ContinuesUtf8(first));
  }
  EXPECT_TRUE(ContinuesUtf8('\x80'));
  EXPECT_TRUE(ContinuesUtf8('\xBF'));
}

TEST(Utf8, KnowsValidText) {
  EXPECT_TRUE(IsValidUtf8("苹果 🍎 naïve"));
  EXPECT_FALSE(IsValidUtf8("\xFF"));
  EXPECT_FALSE(IsValidUtf8("\xC0\x80"));      // overlong
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));  // a surrogate
  EXPECT_FALSE(IsValidUtf8("caf\xC3"));       // cut short
}

TEST(Utf8, NotesWhatItRepairs) {
  std::string out;
  std::vector<Utf8Repair> repairs(7);
  RepairUtf8("a\xFFz\xE8\x8B", out, repairs);
  ASSERT_EQ(repairs.size(), 2U);
  EXPECT_EQ(repairs[0].bad_begin, 1U);
  EXPECT_EQ(repairs[0].bad_end, 2U);
  EXPECT_EQ(repairs[1].bad_begin, 3U);
  EXPECT_EQ(repairs[1].bad_end, 5U);
  EXPECT_EQ(repairs[1].good_begin, 5U);
}

TEST(Utf8, RepairsBadBytesOnly) {
  EXPECT_EQ(Repair("苹果"), "苹果");
  EXPECT_EQ(Repair("a\xFF\xFE z"), "a\xEF\xBF\xBD\xEF\xBF\xBD z");
  EXPECT_EQ(Repair("\xE8\x8B"), "\xEF\xBF\xBD");
  EXPECT_EQ(Repair(""), "");
}

TEST(Utf8, MapsCase) {
  EXPECT_EQ(LowerCase("ÀPFEL Straße ΑΓΆΠΗΣ"), "àpfel straße αγάπης");
  EXPECT_EQ(UpperCase("straße"), "STRASSE");
  EXPECT_EQ(UpperCaseAscii("naïve"), "NAïVE");
}

}  // namespace
}  // namespace firth::base
