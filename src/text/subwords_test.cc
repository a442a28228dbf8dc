// Against what PyPI's fasttext answers (get_subwords), and a second way to the same n-grams.
#include "firth/subwords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace firth {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::uint32_t> Buckets(std::string_view word, const SubwordSettings& settings) {
  std::vector<std::uint32_t> buckets;
  AppendBuckets(word, settings, buckets);
  return buckets;
}

TEST(Subwords, AreThoseOfTheMarkedWord) {
  EXPECT_THAT(Subwords("at", {2, 6}), ElementsAre("<a", "<at", "<at>", "at", "at>", "t>"));
  EXPECT_THAT(Subwords("at", {4, 4}), ElementsAre("<at>"));
  EXPECT_THAT(Subwords("at", {5, 6}), IsEmpty());
}

TEST(Subwords, CountCharactersNotBytes) {
  EXPECT_THAT(Subwords("naïve", {3, 4}),
              ElementsAre("<na", "<naï", "naï", "naïv", "aïv", "aïve", "ïve", "ïve>", "ve>"));
}

TEST(Subwords, AMarkAloneIsNone) {
  EXPECT_THAT(Subwords("a<b", {1, 1}), ElementsAre("a", "<", "b"));
  EXPECT_THAT(Subwords("ab", {0, 1}), ElementsAre("a", "b"));
  EXPECT_THAT(Subwords("", {1, 3}), ElementsAre("<>"));
}

TEST(Subwords, OfALineEndThereAreNone) {
  EXPECT_THAT(Subwords("</s>", {1, 6}), IsEmpty());
  EXPECT_FALSE(Subwords("</s", {1, 6}).empty());
}

TEST(Subwords, NoneWhenDisabled) {
  EXPECT_THAT(Subwords("word", {}), IsEmpty());
  EXPECT_THAT(Subwords("word", {4, 3}), IsEmpty());
  EXPECT_THAT(Buckets("word", {3, 6, 0}), IsEmpty());
  EXPECT_EQ(CountSubwords("word", {}), 0U);
}

TEST(Subwords, BrokenBytesBelongToTheCharacterBefore) {
  EXPECT_THAT(Subwords("\x80"
                       "a",
                       {1, 2}),
              ElementsAre("<\x80"
                          "a",
                          "a", "a>"));
  EXPECT_THAT(Subwords("\xE9\xFF", {1, 1}), ElementsAre("\xE9", "\xFF"));
}

TEST(Subwords, HashesExtendTheSignOfBytes) {
  EXPECT_EQ(SubwordHash(""), 2166136261U);
  EXPECT_EQ(SubwordHash("a"), 3826002220U);
  EXPECT_EQ(SubwordHash("<th"), 1619151151U);
  EXPECT_EQ(SubwordHash("é"), 1023043777U);
  EXPECT_EQ(SubwordHash("日本"), 4164387409U);
}

TEST(Subwords, BucketsAreTheHashesOfTheNgrams) {
  EXPECT_THAT(Buckets("naïve", {3, 4}), ElementsAre(1806890, 1907692, 1590546, 1719404, 356832,
                                                    1223007, 1711570, 1788548, 1088654));
  for (const char* word : {"", "a", "word", "дом", "日本語", "\xFF\x80\xC3", "<>", "</s>"}) {
    for (const SubwordSettings& settings :
         {SubwordSettings{0, 2, 7}, {1, 1}, {2, 5, 1000}, {3, 6}}) {
      const auto ngrams = Subwords(word, settings);
      const auto buckets = Buckets(word, settings);
      ASSERT_EQ(ngrams.size(), buckets.size());
      EXPECT_EQ(CountSubwords(word, settings), buckets.size());
      for (std::size_t i = 0; i < ngrams.size(); ++i) {
        EXPECT_EQ(buckets[i], SubwordHash(ngrams[i]) % settings.buckets);
      }
    }
  }
}

}  // namespace
}  // namespace firth
