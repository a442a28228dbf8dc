#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firth/index.h"

namespace firth {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Vocabulary Words(std::initializer_list<std::string_view> words) {
  Vocabulary vocabulary;
  for (const auto word : words) vocabulary.Add(word);
  return vocabulary;
}

TEST(NearSpellings, ComeNearestFirstThenMostFrequent) {
  const Vocabulary vocabulary = Words({"the", "ping", "kings", "king", "kingdom", "queen"});
  EXPECT_THAT(NearSpellings(vocabulary, "kingg"), ElementsAre("kings", "king", "ping"));
  EXPECT_THAT(NearSpellings(vocabulary, "kingg", 1), ElementsAre("kings"));
}

TEST(NearSpellings, SeeThroughLetterCase) {
  const Vocabulary vocabulary = Words({"Londn", "London", "\xC3\x89mile"});
  EXPECT_THAT(NearSpellings(vocabulary, "LONDON"), ElementsAre("London", "Londn"));
  EXPECT_THAT(NearSpellings(vocabulary, "\xC3\xA9mile"), ElementsAre("\xC3\x89mile"));
}

TEST(NearSpellings, AllowShortWordsOneEdit) {
  const Vocabulary vocabulary = Words({"dog", "cut", "coat"});
  EXPECT_THAT(NearSpellings(vocabulary, "cat"), ElementsAre("cut", "coat"));
}

TEST(NearSpellings, CountLettersOfEveryScript) {
  const Vocabulary vocabulary = Words({"\xE7\x8C\xAB\xE7\x8A\xAC"});
  EXPECT_THAT(NearSpellings(vocabulary, "\xE7\x8C\xAB"), ElementsAre("\xE7\x8C\xAB\xE7\x8A\xAC"));
}

TEST(NearSpellings, BearBadBytesAndExtremes) {
  const Vocabulary vocabulary = Words({"", "\xFF\xFE", "abcd\xFF", "abcd"});
  EXPECT_THAT(NearSpellings(vocabulary, "abcd\xC3"), ElementsAre("abcd\xFF", "abcd"));
  EXPECT_THAT(NearSpellings(vocabulary, ""), IsEmpty());
  EXPECT_THAT(NearSpellings(vocabulary, std::string(100000, 'a')), IsEmpty());
  EXPECT_THAT(NearSpellings(Vocabulary(), "word"), IsEmpty());
}

}  // namespace
}  // namespace firth
