#include "corpus/block_cutter.h"

#include <gtest/gtest.h>

#include <string>

#include "firth/corpus.h"

namespace firth::corpus {
namespace {

std::string Times(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(BlockLength, AShortTextIsOneBlock) {
  EXPECT_EQ(BlockLength("a b\nc", true), 5U);
  EXPECT_EQ(BlockLength("a b\nc", false), 0U);
  EXPECT_EQ(BlockLength("", true), 0U);
}

TEST(BlockLength, EndsAfterTheLastNewlineThatFits) {
  const std::string text = Times("12345678\n", 20'000);
  const std::size_t length = BlockLength(text, false);
  EXPECT_EQ(length % 9, 0U);
  EXPECT_LE(length, kBlockBytes);
  EXPECT_GT(length + 9, kBlockBytes);
}

TEST(BlockLength, EndsAfterABlankInALongLine) {
  const std::string text = Times("1234567 ", 20'000);
  const std::size_t length = BlockLength(text, false);
  EXPECT_EQ(length % 8, 0U);
  EXPECT_EQ(length, kBlockBytes + 8);
}

TEST(BlockLength, AnEndlessWordIsCutBetweenCharacters) {
  const std::string text = Times("界", 500'000);
  EXPECT_EQ(BlockLength(text.substr(0, kMaxBlockBytes - 1), false), 0U);
  const std::size_t length = BlockLength(text, false);
  EXPECT_EQ(length % 3, 0U);
  EXPECT_LE(length, kMaxBlockBytes);
  EXPECT_GT(length + 3, kMaxBlockBytes);
}

}  // namespace
}  // namespace firth::corpus
