#include "text/word_table.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

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

TEST(WordTable, NumbersTheRetainedAnewAndGivesMemoryBack) {
  constexpr std::uint32_t kWords = 10'000;
  WordTable table;
  for (std::uint32_t i = 0; i < kWords; ++i) table.Insert("word" + std::to_string(i));
  const std::size_t before = table.MemoryBytes();
  table.Retain([](std::uint32_t id) { return id % 10 == 3; });
  ASSERT_EQ(table.size(), kWords / 10);
  EXPECT_LT(table.MemoryBytes(), before / 7);
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    const std::string word = "word" + std::to_string(i * 10 + 3);
    ASSERT_EQ(table.Word(i), word);
    ASSERT_EQ(table.Find(word), i);
  }
  EXPECT_EQ(table.Find("word4"), std::nullopt);
  EXPECT_EQ(table.Insert("word4").id, kWords / 10);
  table.Retain([](std::uint32_t) { return false; });
  EXPECT_EQ(table.size(), 0U);
  EXPECT_TRUE(table.Insert("word3").is_new);
}

TEST(WordTable, RetainFindsATwinOnceTheFirstIsGone) {
  WordTable table;
  table.Insert("twin");
  table.AppendHidden("twin");
  table.AppendHidden("twin");
  table.Retain([](std::uint32_t id) { return id > 0; });
  EXPECT_EQ(table.size(), 2U);
  EXPECT_EQ(table.Find("twin"), 0U);
}

TEST(WordTable, ReserveKeepsWhatIsThere) {
  WordTable table;
  table.Insert("kept");
  table.Reserve(100000, 1000000);
  EXPECT_EQ(table.Find("kept"), 0U);
}

TEST(WordTable, FindsManyAsItFindsOne) {
  WordTable table;
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) {
    texts.push_back("word" + std::to_string(i));
    if (i % 3 != 0) table.Insert(texts.back());
  }
  table.AppendHidden("word1");
  const std::vector<std::string_view> words(texts.begin(), texts.end());
  std::vector<std::uint32_t> ids(words.size());
  table.FindAll(words, ids);
  for (std::size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(ids[i], table.Find(words[i]).value_or(WordTable::kNone)) << words[i];
  }
  WordTable().FindAll(words, ids);
  EXPECT_EQ(ids.front(), WordTable::kNone);
}

}  // namespace
}  // namespace firth::text
