#include "text/pre_tokenizer/whitespace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace firth::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Split(std::string_view line) {
  std::vector<std::string> words;
  ForEachBetweenBlanks(line, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

TEST(ForEachBetweenBlanks, FindsWordsBetweenAnyBlanks) {
  EXPECT_THAT(Split(std::string_view(" I\teat\0a  big apple\r", 19)),
              ElementsAre("I", "eat", "a", "big", "apple"));
}

TEST(ForEachBetweenBlanks, FindsNothingInNothing) {
  EXPECT_THAT(Split(""), IsEmpty());
  EXPECT_THAT(Split(" \n "), IsEmpty());
}

}  // namespace
}  // namespace firth::text
