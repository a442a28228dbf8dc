#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "firth/text.h"

namespace firth {
namespace {

using testing::ElementsAre;

constexpr TokenizerSettings kNoteSettings{
    .kind = TokenizerKind::kWords, .punctuation = Punctuation::kKeep, .lowercase = true};

std::vector<std::size_t> Numbers(const NumberedText& text) {
  std::vector<std::size_t> numbers;
  for (const TokenId id : text.ids) numbers.push_back(Index(id));
  return numbers;
}

// The study note's example for an embedding layer: punctuation kept, numbers as words appear.
TEST(NumberWords, NumbersTheNotesSentence) {
  constexpr std::array<std::string_view, 1> kSentence = {"I eat a big apple every day."};
  const NumberedText text = NumberWords(kSentence, kNoteSettings);
  EXPECT_THAT(Numbers(text), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  const std::array expected = {"i", "eat", "a", "big", "apple", "every", "day", "."};
  ASSERT_EQ(text.vocabulary.size(), expected.size());
  for (std::uint32_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(text.vocabulary.Word(TokenId{i}), expected[i]);
  }
}

TEST(NumberWords, PutsAnEndSymbolBehindEachSentence) {
  constexpr std::array<std::string_view, 2> kSentences = {"i eat a big apple every day .",
                                                          "a big day ."};
  const NumberedText text = NumberWords(kSentences, kNoteSettings, "<eos>");
  EXPECT_THAT(Numbers(text), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 2, 3, 6, 7, 8));
  EXPECT_EQ(text.vocabulary.size(), 9U);
  EXPECT_EQ(text.vocabulary.Find("<eos>"), TokenId{8});
  EXPECT_EQ(text.vocabulary.CountOf(TokenId{8}), Count{2});
}

TEST(NumberWords, FindsNoWordInNothing) {
  constexpr std::array<std::string_view, 2> kBlank = {"", " \t "};
  EXPECT_TRUE(NumberWords(kBlank, kNoteSettings).ids.empty());
}

}  // namespace
}  // namespace firth
