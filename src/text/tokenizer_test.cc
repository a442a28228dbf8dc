#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

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

TEST(Tokenizer, SkipsAndCountsOverlongWords) {
  const std::string line =
      "a " + std::string(kMaxWordBytes + 1, 'x') + " b " + std::string(kMaxWordBytes, 'y');
  for (const TokenizerKind kind : {TokenizerKind::kWhitespace, TokenizerKind::kWords}) {
    const auto tokenizer = MakeTokenizer({.kind = kind});
    std::vector<std::string_view> words;
    tokenizer->Split(line, words);
    EXPECT_EQ(words.size(), 3U);
    EXPECT_EQ(tokenizer->warnings().overlong_words, 1U);
  }
}

TEST(Tokenizer, SetsPunctuationApartOrDropsIt) {
  std::vector<std::string_view> words;
  MakeTokenizer({.kind = TokenizerKind::kWords})->Split("I can't, 3.14 times…", words);
  EXPECT_THAT(words, ElementsAre("I", "can't", ",", "3.14", "times", "…"));
  MakeTokenizer({.kind = TokenizerKind::kWords, .punctuation = Punctuation::kDrop})
      ->Split("I can't, 3.14 times…", words);
  EXPECT_THAT(words, ElementsAre("I", "can't", "3.14", "times"));
}

TEST(Tokenizer, ComposesAndLowersEachWord) {
  const auto tokenizer = MakeTokenizer({.kind = TokenizerKind::kWords, .lowercase = true});
  std::vector<std::string_view> words;
  tokenizer->Split("CAFE\u0301 ΟΔΟΣ", words);
  EXPECT_THAT(words, ElementsAre("café", "οδος"));
  EXPECT_EQ(words[1], "οδο\u03C2");  // the sigma of a word's end
}

/// What `line` holds at each word's range.
std::vector<std::string> Sources(const TokenizerSettings& settings, std::string_view line,
                                 std::vector<std::string>& words) {
  const auto tokenizer = MakeTokenizer(settings);
  std::vector<std::string_view> views;
  std::vector<TextRange> ranges;
  tokenizer->SplitWithRanges(line, views, ranges);
  words.assign(views.begin(), views.end());
  std::vector<std::string> sources;
  for (const auto& [begin, end] : ranges) sources.emplace_back(line.substr(begin, end - begin));
  return sources;
}

TEST(Tokenizer, RangesPointIntoTheTextAsItCame) {
  // İ grows when it is lower-cased, e and its accent shrink when composed, the bad byte grows.
  const std::string line = "İzmir, cafe\u0301\xFF \xFF我喜欢北京";
  std::vector<std::string> words;
  EXPECT_THAT(Sources({.kind = TokenizerKind::kWords, .lowercase = true}, line, words),
              ElementsAre("İzmir", ",", "cafe\u0301", "\xFF", "\xFF", "我", "喜欢", "北京"));
  EXPECT_THAT(words,
              ElementsAre("i\u0307zmir", ",", "café", "\uFFFD", "\uFFFD", "我", "喜欢", "北京"));
  EXPECT_THAT(Sources({.lowercase = true}, line, words),
              ElementsAre("İzmir,", "cafe\u0301\xFF", "\xFF我喜欢北京"));
}

TEST(Tokenizer, WordsAreTheSameWithAndWithoutRanges) {
  const std::string_view line = "Ein Fußgänger ΣΊΣΥΦΟΣ;\tΑΣ 'ΑΣ' \xE4 ok Straße";
  for (const TokenizerKind kind : {TokenizerKind::kWhitespace, TokenizerKind::kWords}) {
    for (const bool lowercase : {false, true}) {
      const auto tokenizer = MakeTokenizer({.kind = kind, .lowercase = lowercase});
      std::vector<std::string_view> words;
      tokenizer->Split(line, words);
      const std::vector<std::string> plain(words.begin(), words.end());
      std::vector<TextRange> ranges;
      tokenizer->SplitWithRanges(line, words, ranges);
      EXPECT_EQ(plain, std::vector<std::string>(words.begin(), words.end()));
      EXPECT_EQ(words.size(), ranges.size());
    }
  }
}

}  // namespace
}  // namespace firth
