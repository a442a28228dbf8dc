#include "text/word_table.h"

#include <gtest/gtest.h>

#include <string>

namespace firth::text {
namespace {

TEST(WordTable, NumbersWordsInOrder) {
  WordTable table;
  EXPECT_EQ(table.Insert("apple").id, 0U);
  EXPECT_EQ(table.Insert("pear").id, 1U);
  const auto again = table.Insert("apple");
  EXPECT_EQ(again.id, 0U);
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(table.Word(1), "pear");
  EXPECT_EQ(table.Find("plum"), std::nullopt);
}

TEST(WordTable, HoldsManyWords) {
  WordTable table;
  for (std::uint32_t i = 0; i < 100000; ++i) {
    ASSERT_EQ(table.Insert("w" + std::to_string(i)).id, i);
  }
  for (std::uint32_t i = 0; i < 100000; ++i) {
    ASSERT_EQ(table.Find("w" + std::to_string(i)), i);
  }
  EXPECT_EQ(table.Find("w100000"), std::nullopt);
}

TEST(WordTable, TellsApartWordsThatAreNotText) {
  WordTable table;
  table.Insert("");
  table.Insert(std::string("a\0b", 3));
  table.Insert("a");
  EXPECT_EQ(table.Find(""), 0U);
  EXPECT_EQ(table.Find(std::string("a\0b", 3)), 1U);
  EXPECT_EQ(table.Find("a"), 2U);
}

TEST(WordTable, HiddenWordsKeepTheFirstIdForTheirTwin) {
  WordTable table;
  table.Insert("twin");
  EXPECT_EQ(table.AppendHidden("twin"), 1U);
  EXPECT_EQ(table.Find("twin"), 0U);
  EXPECT_EQ(table.Word(1), "twin");
}

TEST(WordTable, ReserveKeepsWhatIsThere) {
  WordTable table;
  table.Insert("kept");
  table.Reserve(100000, 1000000);
  EXPECT_EQ(table.Find("kept"), 0U);
}

}  // namespace
}  // namespace firth::text
