#include <gtest/gtest.h>

#include "firth/text.h"

namespace firth {
namespace {

TEST(Vocabulary, CountsItsWords) {
  Vocabulary vocabulary;
  const TokenId apple = vocabulary.Add("apple", Count{2});
  vocabulary.Add("pear");
  EXPECT_EQ(vocabulary.CountOccurrence("apple"), apple);
  EXPECT_EQ(vocabulary.CountOccurrence("fig"), TokenId{2});
  EXPECT_EQ(vocabulary.CountOf(apple), Count{3});
  EXPECT_EQ(vocabulary.CountOf(TokenId{2}), Count{1});
  EXPECT_EQ(vocabulary.TotalCount(), Count{4});
  EXPECT_EQ(vocabulary.Find("pear"), TokenId{1});
  EXPECT_EQ(vocabulary.Find("plum"), std::nullopt);
}

TEST(Vocabulary, KeepsTheFirstOfTwins) {
  Vocabulary vocabulary;
  vocabulary.Add("twin");
  vocabulary.Add("twin");
  EXPECT_EQ(vocabulary.size(), 2U);
  EXPECT_EQ(vocabulary.Find("twin"), TokenId{0});
  EXPECT_EQ(vocabulary.Word(TokenId{1}), "twin");
}

TEST(Vocabulary, DropsRareWords) {
  Vocabulary vocabulary;
  vocabulary.Add("one", Count{1});
  vocabulary.Add("three", Count{3});
  vocabulary.Add("two", Count{2});
  vocabulary.DropBelow(Count{2});
  ASSERT_EQ(vocabulary.size(), 2U);
  EXPECT_EQ(vocabulary.Find("one"), std::nullopt);
  EXPECT_EQ(vocabulary.Find("two"), TokenId{1});
  EXPECT_EQ(vocabulary.CountOf(TokenId{0}), Count{3});
  EXPECT_EQ(vocabulary.TotalCount(), Count{5});
  EXPECT_EQ(vocabulary.CountOccurrence("one"), TokenId{2});
  EXPECT_EQ(vocabulary.CountOf(TokenId{2}), Count{1});
}

TEST(Vocabulary, CloneStandsAlone) {
  Vocabulary vocabulary;
  vocabulary.Add("apple");
  Vocabulary copy = vocabulary.Clone();
  copy.Add("pear");
  EXPECT_EQ(vocabulary.size(), 1U);
  EXPECT_EQ(copy.size(), 2U);
}

TEST(Vocabulary, IsEmptyOnceMovedFrom) {
  Vocabulary vocabulary;
  vocabulary.Add("apple");
  const Vocabulary moved = std::move(vocabulary);
  EXPECT_EQ(moved.size(), 1U);
  EXPECT_EQ(vocabulary.size(), 0U);  // NOLINT(bugprone-use-after-move): that is the promise
}

}  // namespace
}  // namespace firth
