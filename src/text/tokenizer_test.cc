#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firth/text.h"

namespace firth {
namespace {

using testing::ElementsAre;

TEST(Tokenizer, SplitsAtWhiteSpace) {
  const auto tokenizer = MakeTokenizer({});
  std::vector<std::string_view> words;
  tokenizer->Split("I eat a big Apple.\r", words);
  EXPECT_THAT(words, ElementsAre("I", "eat", "a", "big", "Apple."));
}

TEST(Tokenizer, LowersCaseInAnyScript) {
  const auto tokenizer = MakeTokenizer({.lowercase = true});
  std::vector<std::string_view> words;
  tokenizer->Split("Big APPLE", words);
  EXPECT_THAT(words, ElementsAre("big", "apple"));
  tokenizer->Split("Äpfel ЯБЛОКО", words);
  EXPECT_THAT(words, ElementsAre("äpfel", "яблоко"));
}

TEST(Tokenizer, RepairsAndCountsBadLines) {
  const auto tokenizer = MakeTokenizer({.lowercase = true});
  std::vector<std::string_view> words;
  tokenizer->Split("caf\xE9 ok", words);
  EXPECT_THAT(words, ElementsAre("caf\xEF\xBF\xBD", "ok"));
  tokenizer->Split("good", words);
  EXPECT_EQ(tokenizer->warnings().invalid_utf8_lines, 1U);
}

}  // namespace
}  // namespace firth
