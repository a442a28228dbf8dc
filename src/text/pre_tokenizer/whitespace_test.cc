#include "text/pre_tokenizer/whitespace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace firth::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SplitAtBlanks, FindsWordsBetweenAnyBlanks) {
  std::vector<std::string_view> words = {"left over"};
  TextWarnings warnings;
  SplitAtBlanks(std::string_view(" I\teat\0a  big apple\r", 19), words, warnings);
  EXPECT_THAT(words, ElementsAre("I", "eat", "a", "big", "apple"));
  SplitAtBlanks("", words, warnings);
  EXPECT_THAT(words, IsEmpty());
  EXPECT_EQ(warnings.overlong_words, 0U);
}

TEST(SplitAtBlanks, SkipsAndCountsOverlongWords) {
  const std::string line =
      "a " + std::string(kMaxWordBytes + 1, 'x') + " b " + std::string(kMaxWordBytes, 'y');
  std::vector<std::string_view> words;
  TextWarnings warnings;
  SplitAtBlanks(line, words, warnings);
  EXPECT_EQ(words.size(), 3U);
  EXPECT_EQ(warnings.overlong_words, 1U);
}

}  // namespace
}  // namespace firth::text
