#include "text/pre_tokenizer/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace firth::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Words = std::vector<std::string>;

Words Split(std::string_view line, Punctuation punctuation = Punctuation::kKeep) {
  Words words;
  WordSplitter(punctuation).ForEach(line, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

/// The same by ICU alone, over the line as a whole.
Words SplitByIcu(std::string_view line, Punctuation punctuation) {
  Words words;
  IcuBreaks().ForEach(line, [&](const Piece& piece) {
    const std::string_view text = line.substr(piece.begin, piece.end - piece.begin);
    const bool kept = punctuation == Punctuation::kKeep && IsVisible(text);
    if (piece.is_word || kept) words.emplace_back(text);
  });
  return words;
}

TEST(WordSplitter, SplitsOffPunctuation) {
  EXPECT_THAT(Split("(\"No,\" she said.)"),
              ElementsAre("(", "\"", "No", ",", "\"", "she", "said", ".", ")"));
  EXPECT_THAT(Split("snake_case can't 1,000.5 x86"),
              ElementsAre("snake_case", "can't", "1,000.5", "x86"));
}

TEST(WordSplitter, DropsWhatHasNoLetterOrNumber) {
  EXPECT_THAT(Split("a -- _ __ @ \u2014 \u201Cb\u201D \U0001F600 7", Punctuation::kDrop),
              ElementsAre("a", "b", "7"));
}

TEST(WordSplitter, NeverKeepsWhatIsInvisible) {
  // A no-break space, a zero-width space, a byte-order mark, a control character, white space.
  EXPECT_THAT(Split("\uFEFF\u00A0\u200B\x01 \t\u3000"), IsEmpty());
}

TEST(WordSplitter, FindsWordsWhereNoBlanksAreWritten) {
  EXPECT_THAT(Split("我喜欢北京大学。"), ElementsAre("我", "喜欢", "北京", "大学", "。"));
  EXPECT_THAT(Split("日本語を勉強します"), ElementsAre("日本語", "を", "勉強", "し", "ます"));
  EXPECT_THAT(Split("ภาษาไทยง่าย"), ElementsAre("ภาษา", "ไทย", "ง่าย"));
  EXPECT_THAT(Split("GPU用于AI研究"), ElementsAre("GPU", "用于", "AI", "研究"));
}

TEST(WordSplitter, KeepsMarksWithTheirLetters) {
  EXPECT_THAT(Split("cafe\u0301s, \u0301x"), ElementsAre("cafe\u0301s", ",", "\u0301", "x"));
}

std::string RandomLine(std::mt19937& random, std::string_view letters, std::size_t length) {
  std::string line;
  for (std::size_t i = 0; i < length; ++i) line += letters[random() % letters.size()];
  return line;
}

void ExpectAsIcu(std::string_view line) {
  for (const Punctuation punctuation : {Punctuation::kKeep, Punctuation::kDrop}) {
    ASSERT_EQ(Split(line, punctuation), SplitByIcu(line, punctuation))
        << testing::PrintToString(std::string(line));
  }
}

TEST(WordSplitter, AgreesWithIcuOnRandomAscii) {
  std::mt19937 random(1);
  std::string all;
  for (char c = 0; c < 0x7F; ++c) all += c;
  all += '\x7F';
  for (int i = 0; i < 300; ++i) {
    ExpectAsIcu(RandomLine(random, all, 60));
    ExpectAsIcu(RandomLine(random, "aZ19_.,:;'\"@-  \r", 60));
  }
}

TEST(WordSplitter, AgreesWithIcuOnMixedLines) {
  std::mt19937 random(2);
  const Words words = {"plain", "can't", "été", "Юрий", "我喜欢", "3.14", "—", "a.b", "“x”", "é."};
  for (int i = 0; i < 300; ++i) {
    std::string line;
    for (int word = 0; word < 12; ++word) line += words[random() % words.size()] + " ";
    ExpectAsIcu(line);
  }
}

}  // namespace
}  // namespace firth::text
