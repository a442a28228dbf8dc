#include "text/subword_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  EXPECT_EQ(SubwordRows::MemoryBytes(vocabulary, settings), 5 * 4 + 4 * 8U);
  EXPECT_EQ(SubwordRows::MemoryBytes(vocabulary, {}), 0U);
}

TEST(SubwordRows, TheInputMatrixHasARowForEachWordAndBucket) {
  EXPECT_EQ(InputRows(5, {}), 5U);
  EXPECT_EQ(InputRows(5, {3, 6, 100}), 105U);
  EXPECT_THROW(InputRows(5, {3, 6, kMaxTokens}), Error);
}

}  // namespace
}  // namespace firth::text
