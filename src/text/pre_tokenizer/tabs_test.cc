#include "text/pre_tokenizer/tabs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "firth/text.h"

namespace firth::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Split(std::string_view line) {
  std::vector<std::string> words;
  ForEachBetweenTabs(line, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

TEST(ForEachBetweenTabs, KeepsBlanks) {
  EXPECT_THAT(Split("New York\tRome\t\t Paris \r"), ElementsAre("New York", "Rome", " Paris "));
}

TEST(ForEachBetweenTabs, FindsNothingInNothing) {
  EXPECT_THAT(Split(""), IsEmpty());
  EXPECT_THAT(Split("\t\t"), IsEmpty());
  EXPECT_THAT(Split("\r"), IsEmpty());
}

TEST(TabTokenizer, LowerCases) {
  const auto tokenizer = MakeTokenizer({.kind = TokenizerKind::kTabs, .lowercase = true});
  std::vector<std::string_view> words;
  tokenizer->Split("New York\tÅrhus Nord", words);
  EXPECT_THAT(words, ElementsAre("new york", "århus nord"));
}

}  // namespace
}  // namespace firth::text
