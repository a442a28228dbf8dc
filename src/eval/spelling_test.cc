#include "eval/spelling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace firth::eval {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kUpperCafe = "CAF\xC3\x89";
constexpr std::string_view kLowerCafe = "caf\xC3\xA9";

Vocabulary Words(std::initializer_list<std::string_view> words) {
  Vocabulary vocabulary;
  for (const auto word : words) vocabulary.Add(word);
  return vocabulary;
}

TEST(Spelling, FollowsItsRule) {
  EXPECT_EQ(Spelling("aB", CaseRule::kExact), "aB");
  EXPECT_EQ(Spelling("aB", CaseRule::kLower), "ab");
  EXPECT_EQ(Spelling(kLowerCafe, CaseRule::kUpperAscii), "CAF\xC3\xA9");
  EXPECT_EQ(Spelling(kLowerCafe, CaseRule::kUpper), kUpperCafe);
  EXPECT_EQ(Spelling(kUpperCafe, CaseRule::kLower), kLowerCafe);
}

TEST(Spelling, LeavesBadBytesAlone) {
  EXPECT_EQ(Spelling("a\xFF", CaseRule::kUpper), "a\xFF");
  EXPECT_EQ(Spelling("A\xFF", CaseRule::kLower), "A\xFF");
}

TEST(SpellingTable, TheFirstOfASpellingWins) {
  const Vocabulary vocabulary = Words({"the", "US", "us", "Us", "The"});
  const SpellingTable table(vocabulary, CaseRule::kLower, 0);
  EXPECT_EQ(table.Find("us"), TokenId{1});
  EXPECT_EQ(table.Find("THE"), TokenId{0});
  EXPECT_EQ(table.Find("them"), std::nullopt);
  EXPECT_THAT(table.twins(), ElementsAre(TokenId{2}, TokenId{3}, TokenId{4}));
}

TEST(SpellingTable, KnowsNoWordPastTheTop) {
  const Vocabulary vocabulary = Words({"the", "us", "we"});
  for (const CaseRule rule : {CaseRule::kExact, CaseRule::kUpper}) {
    const SpellingTable table(vocabulary, rule, 2);
    EXPECT_EQ(table.Find("us"), TokenId{1});
    EXPECT_EQ(table.Find("we"), std::nullopt);
    EXPECT_THAT(table.twins(), IsEmpty());
  }
}

TEST(SpellingTable, ExactSpellingsHaveTwinsOnlyInRepeatedWords) {
  const Vocabulary vocabulary = Words({"us", "US", "us"});
  EXPECT_THAT(SpellingTable(vocabulary, CaseRule::kExact, 0).twins(), ElementsAre(TokenId{2}));
}

}  // namespace
}  // namespace firth::eval
