#include "firth/wordpiece.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/error_testing.h"
#include "firth/error.h"
#include "text/bert/characters.h"

namespace firth {
namespace {

using testing::ElementsAre;

const std::vector<std::string> kPieces = {"[PAD]",  "[UNK]", "[CLS]", "[SEP]",
                                          "[MASK]", "un",    "##aff", "##able",
                                          "the",    ",",     "cafe",  "\xE5\xA5\xBD"};

class WordPiece : public testing::Test {
 protected:
  std::vector<std::string> Split(std::string_view text, std::size_t limit = 0) {
    tokenizer_.Encode(text, limit, encoding_);
    std::vector<std::string> pieces;
    for (const PieceId id : encoding_.ids) pieces.emplace_back(tokenizer_.Piece(id));
    return pieces;
  }

  WordPieceTokenizer tokenizer_{kPieces, {}};
  Encoding encoding_;
};

TEST_F(WordPiece, LongestPieceFirst) {
  EXPECT_THAT(Split("Unaffable, the"),
              ElementsAre("[CLS]", "un", "##aff", "##able", ",", "the", "[SEP]"));
  EXPECT_THAT(encoding_.ranges,
              ElementsAre(TextRange{}, TextRange{0, 2}, TextRange{2, 5}, TextRange{5, 9},
                          TextRange{9, 10}, TextRange{11, 14}, TextRange{}));
}

TEST_F(WordPiece, AWordThatIsNotMadeOfPiecesIsUnknownAsAWhole) {
  EXPECT_THAT(Split("unaffablest"), ElementsAre("[CLS]", "[UNK]", "[SEP]"));
  EXPECT_THAT(Split("un" + std::string(99, 'a')), ElementsAre("[CLS]", "[UNK]", "[SEP]"));
}

TEST_F(WordPiece, AccentsGoIdeographsStandAloneControlsVanish) {
  EXPECT_THAT(Split("Caf\xC3\xA9\xE5\xA5\xBDthe\x01"),
              ElementsAre("[CLS]", "cafe", "\xE5\xA5\xBD", "the", "[SEP]"));
  EXPECT_EQ(encoding_.ranges[1], (TextRange{0, 5}));
  EXPECT_EQ(encoding_.ranges[3], (TextRange{8, 11}));
}

TEST_F(WordPiece, SpecialPiecesAreThemselves) {
  EXPECT_THAT(Split("the[MASK]the"), ElementsAre("[CLS]", "the", "[MASK]", "the", "[SEP]"));
}

TEST_F(WordPiece, WhatIsBeyondTheLimitIsCounted) {
  EXPECT_THAT(Split("the the the", 3), ElementsAre("[CLS]", "the", "[SEP]"));
  EXPECT_EQ(encoding_.left_out, 2U);
  EXPECT_THAT(Split("the", 3), ElementsAre("[CLS]", "the", "[SEP]"));
  EXPECT_EQ(encoding_.left_out, 0U);
  EXPECT_THAT(Split("the[MASK]the the", 4), ElementsAre("[CLS]", "the", "[MASK]", "[SEP]"));
  EXPECT_EQ(encoding_.left_out, 2U);
  EXPECT_THAT(Split("the", 1), ElementsAre("[SEP]"));
  EXPECT_EQ(encoding_.left_out, 2U);
}

TEST_F(WordPiece, BrokenBytesAndEmptyTexts) {
  EXPECT_THAT(Split(""), ElementsAre("[CLS]", "[SEP]"));
  EXPECT_THAT(Split("the\xFF\xC3"), ElementsAre("[CLS]", "the", "[SEP]"));
}

TEST(WordPieceTokenizer, LacksAPieceThatItNeeds) {
  EXPECT_THAT(base::MessageOfError([&] {
                WordPieceTokenizer({"the", "[UNK]", "[CLS]"}, {});
              }),
              testing::HasSubstr("the pieces lack [SEP]"));
}

TEST(Characters, HangulFallsApart) {
  const text::Characters letters = text::WithoutAccents(U'\xD55C');
  ASSERT_EQ(letters.count, 3U);
  EXPECT_EQ(letters.at[0], U'\x1112');
  EXPECT_EQ(letters.at[1], U'\x1161');
  EXPECT_EQ(letters.at[2], U'\x11AB');
}

}  // namespace
}  // namespace firth
