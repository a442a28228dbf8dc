#include "train/checkpoint/grow_vocabulary.h"

#include <gtest/gtest.h>

namespace firth::train {
namespace {

Vocabulary Old() {
  Vocabulary old;
  old.Add("rare", Count{1});
  old.Add("the", Count{9});
  return old;
}

Vocabulary Counted() {
  Vocabulary counted;
  counted.Add("new", Count{5});
  counted.Add("the", Count{7});
  counted.Add("newer", Count{6});
  counted.Add("once", Count{1});
  return counted;
}

TEST(Grow, KeepsOldRowsAndAddsNewOnesBehindThem) {
  const Vocabulary all = Grow(Old(), Counted(), {.min_count = 5}, /*grows=*/true);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all.Word(TokenId{0}), "rare");
  EXPECT_EQ(all.Word(TokenId{1}), "the");
  EXPECT_EQ(all.Word(TokenId{2}), "newer");
  EXPECT_EQ(all.Word(TokenId{3}), "new");
}

TEST(Grow, AddsCountsUp) {
  const Vocabulary all = Grow(Old(), Counted(), {.min_count = 5}, /*grows=*/true);
  EXPECT_EQ(all.CountOf(TokenId{0}), Count{1});
  EXPECT_EQ(all.CountOf(TokenId{1}), Count{16});
  EXPECT_EQ(all.CountOf(TokenId{2}), Count{6});
}

TEST(Grow, AddsNothingUnlessAsked) {
  EXPECT_EQ(Grow(Old(), Counted(), {.min_count = 1}, /*grows=*/false).size(), 2U);
}

TEST(Grow, NeverDropsOldWords) {
  EXPECT_EQ(Grow(Old(), Counted(), {.min_count = 1, .max_words = 3}, true).size(), 3U);
  EXPECT_EQ(Grow(Old(), Counted(), {.min_count = 1, .max_words = 1}, true).size(), 2U);
}

}  // namespace
}  // namespace firth::train
