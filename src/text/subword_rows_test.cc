#include "text/subword_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::text {
namespace {

using testing::ElementsAre;

TEST(SubwordRows, AreTheWordsOwnAndItsNgrams) {
  Vocabulary vocabulary;
  for (const char* word : {"</s>", "at", "it"}) vocabulary.Add(word);
  const SubwordSettings settings{4, 6, 10};
  const SubwordRows rows(vocabulary, settings);
  EXPECT_THAT(rows.RowsOf(TokenId{0}), ElementsAre(RowId{0}));
  EXPECT_THAT(rows.RowsOf(TokenId{1}), ElementsAre(RowId{1}, RowId{3 + SubwordHash("<at>") % 10}));
  EXPECT_THAT(rows.RowsOf(TokenId{2}), ElementsAre(RowId{2}, RowId{3 + SubwordHash("<it>") % 10}));
  EXPECT_EQ(rows.most(), 2U);
  EXPECT_EQ(SubwordRows::MemoryBytes(SubwordRows::CountRows(vocabulary, settings), 3, settings),
            (5 + 2) * 4 + 4 * 8U);
  EXPECT_EQ(SubwordRows::MemoryBytes(3, 3, {}), 0U);
}

TEST(SubwordRows, ArePackedInTheirOrder) {
  Vocabulary vocabulary;
  for (const char* word : {"three", "tree", "trees"}) vocabulary.Add(word);
  const SubwordRows loose(vocabulary, {3, 6, 1000});
  SubwordRows rows(vocabulary, {3, 6, 1000});
  rows.Pack();
  EXPECT_TRUE(std::ranges::is_sorted(rows.places()));
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const auto before = loose.RowsOf(TokenId{i});
    const auto after = rows.RowsOf(TokenId{i});
    ASSERT_EQ(after.size(), before.size());
    EXPECT_EQ(after[0], before[0]);
    for (std::size_t k = 1; k < after.size(); ++k) {
      ASSERT_LT(Index(after[k]), 3 + rows.places().size());
      EXPECT_EQ(rows.places()[Index(after[k]) - 3], before[k]);
    }
  }
}

TEST(SubwordRows, TheInputMatrixHasARowForEachWordAndBucket) {
  EXPECT_EQ(InputRows(5, {}), 5U);
  EXPECT_EQ(InputRows(5, {3, 6, 100}), 105U);
  EXPECT_THAT(base::MessageOfError([&] {
                InputRows(5, {3, 6, kMaxTokens});
              }),
              testing::HasSubstr("are more rows than a matrix can have; lower --bucket"));
}

SubwordSettings Exact(std::uint64_t least) {
  return {.min_length = 2, .max_length = 3, .kind = NgramKind::kExact, .min_count = least};
}

TEST(SubwordRows, WithRowsOfTheirOwnRareNgramsHaveNone) {
  Vocabulary vocabulary;
  vocabulary.Add("at", Count{3});
  vocabulary.Add("it", Count{2});
  const Vocabulary ngrams = CountNgrams(vocabulary, Exact(3));  // "t>", "<a", "<at", "at", "at>"
  const SubwordRows rows(vocabulary, Exact(3), &ngrams);
  EXPECT_THAT(rows.RowsOf(TokenId{0}),
              ElementsAre(RowId{0}, RowId{3}, RowId{4}, RowId{5}, RowId{6}, RowId{2}));
  EXPECT_THAT(rows.RowsOf(TokenId{1}), ElementsAre(RowId{1}, RowId{2}));
  EXPECT_EQ(rows.most(), 6U);
  EXPECT_EQ(
      SubwordRows::MemoryBytes(SubwordRows::CountRows(vocabulary, Exact(3), &ngrams), 2, Exact(3)),
      8 * 4 + 3 * 8U);
  EXPECT_EQ(InputRows(2, Exact(3), &ngrams), 7U);
}

TEST(SubwordRows, TwoNgramsNeverShareARowOfTheirOwn) {
  Vocabulary vocabulary;
  for (int i = 0; i < 3000; ++i) vocabulary.Add("word" + std::to_string(i * 37), Count{1});
  const Vocabulary ngrams = CountNgrams(vocabulary, Exact(1));
  const SubwordRows rows(vocabulary, Exact(1), &ngrams);
  std::map<RowId, std::string> whose;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const auto list = Subwords(vocabulary.Word(TokenId{i}), Exact(1));
    const auto row = rows.RowsOf(TokenId{i});
    ASSERT_EQ(row.size(), list.size() + 1);
    for (std::size_t n = 0; n < list.size(); ++n) {
      EXPECT_EQ(whose.emplace(row[n + 1], list[n]).first->second, list[n]);
    }
  }
  EXPECT_EQ(whose.size(), ngrams.size());
}

}  // namespace
}  // namespace firth::text
