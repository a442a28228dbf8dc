#include "index/edit_distance.h"

#include <gtest/gtest.h>

namespace firth::index {
namespace {

std::size_t Distance(std::string_view a, std::string_view b, std::size_t limit = 9) {
  return EditDistance(CodePoints(a)).To(CodePoints(b), limit);
}

TEST(EditDistance, CountsEachKindOfEdit) {
  EXPECT_EQ(Distance("king", "king"), 0U);
  EXPECT_EQ(Distance("king", "kings"), 1U);
  EXPECT_EQ(Distance("king", "kin"), 1U);
  EXPECT_EQ(Distance("king", "ring"), 1U);
  EXPECT_EQ(Distance("king", "kign"), 1U);
  EXPECT_EQ(Distance("kitten", "sitting"), 3U);
  EXPECT_EQ(Distance("", "abc"), 3U);
  EXPECT_EQ(Distance("abc", ""), 3U);
}

TEST(EditDistance, EditsNoPlaceTwice) {
  EXPECT_EQ(Distance("ca", "abc"), 3U);  // the unrestricted distance is 2
}

TEST(EditDistance, CountsLettersNotBytes) {
  EXPECT_EQ(Distance("na\xC3\xAFve", "naive"), 1U);
  EXPECT_EQ(Distance("\xE7\x8C\xAB", "\xE7\x8A\xAC"), 1U);          // two Chinese characters
  EXPECT_EQ(Distance("\xF0\x9F\x90\xB1", "\xF0\x9F\x90\xB6"), 1U);  // a cat and a dog
}

TEST(EditDistance, StopsAtTheLimit) {
  EXPECT_EQ(Distance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(Distance("kitten", "sitting", 3), 3U);
  EXPECT_EQ(Distance("king", "kingdom come", 2), 3U);
  EXPECT_EQ(Distance("ab", "ba", 0), 1U);
}

TEST(EditDistance, IsTheSameBothWaysAndUnderEveryLimit) {
  const std::string_view words[] = {"",     "a",    "ab",   "ba",    "abc",  "bac",
                                    "acb",  "cab",  "abcd", "badc",  "abdc", "bcda",
                                    "aabb", "abab", "aa",   "bbaaab"};
  for (const auto a : words) {
    for (const auto b : words) {
      const std::size_t distance = Distance(a, b);
      EXPECT_EQ(distance, Distance(b, a)) << a << ' ' << b;
      for (std::size_t limit = 0; limit < 5; ++limit) {
        EXPECT_EQ(Distance(a, b, limit), std::min(distance, limit + 1)) << a << ' ' << b;
      }
    }
  }
}

}  // namespace
}  // namespace firth::index
