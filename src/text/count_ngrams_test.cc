#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "firth/subwords.h"

namespace firth {
namespace {

using testing::ElementsAre;
using testing::Pair;

SubwordSettings Exact(std::size_t shortest, std::size_t longest, std::uint64_t least) {
  return {
      .min_length = shortest, .max_length = longest, .kind = NgramKind::kExact, .min_count = least};
}

std::vector<std::pair<std::string, std::uint64_t>> Listed(const Vocabulary& ngrams) {
  std::vector<std::pair<std::string, std::uint64_t>> list;
  for (std::uint32_t i = 0; i < ngrams.size(); ++i) {
    list.emplace_back(ngrams.Word(TokenId{i}), Value(ngrams.CountOf(TokenId{i})));
  }
  return list;
}

TEST(CountNgrams, AddsUpTheCountsOfTheWordsThatHaveThem) {
  Vocabulary words;
  words.Add("</s>", Count{100});
  words.Add("at", Count{3});
  words.Add("it", Count{2});
  EXPECT_THAT(
      Listed(CountNgrams(words, Exact(2, 3, 1))),
      ElementsAre(Pair("t>", 5), Pair("<a", 3), Pair("<at", 3), Pair("at", 3), Pair("at>", 3),
                  Pair("<i", 2), Pair("<it", 2), Pair("it", 2), Pair("it>", 2)));
  EXPECT_THAT(Listed(CountNgrams(words, Exact(2, 3, 4))), ElementsAre(Pair("t>", 5)));
  EXPECT_TRUE(CountNgrams(words, Exact(2, 3, 6)).empty());
  EXPECT_TRUE(CountNgrams(words, {}).empty());
}

TEST(CountNgrams, OneThatStandsTwiceInAWordCountsTwice) {
  Vocabulary words;
  words.Add("дода", Count{2});
  EXPECT_THAT(Listed(CountNgrams(words, Exact(1, 1, 3))), ElementsAre(Pair("д", 4)));
}

TEST(CountNgrams, WithoutCountsEachWordStandsOnce) {
  Vocabulary words;
  for (const char* word : {"ab", "cb"}) words.Add(word);
  EXPECT_THAT(Listed(CountNgrams(words, Exact(2, 2, 2))), ElementsAre(Pair("b>", 2)));
}

TEST(CountNgrams, TellsOfMemoryBeforeItIsTaken) {
  Vocabulary words;
  for (int i = 0; i < 20'000; ++i) words.Add("word" + std::to_string(i));
  std::size_t bytes = 0;
  CountNgrams(words, Exact(3, 6, 1), [&](std::size_t more) { bytes += more; });
  EXPECT_GT(bytes, 1'000'000U);
}

}  // namespace
}  // namespace firth
