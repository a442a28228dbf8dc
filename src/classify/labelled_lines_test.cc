#include "classify/labelled_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "firth/error.h"

namespace firth {
namespace {

using testing::ElementsAre;

std::vector<std::string> WordsOf(const Vocabulary& vocabulary) {
  std::vector<std::string> words;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    words.emplace_back(vocabulary.Word(TokenId{i}));
  }
  return words;
}

LabelledLines Read(const std::string& text, const ClassifierSettings& settings = {}) {
  return {*TextCorpus(text), settings};
}

std::string ErrorOf(const std::string& text, const ClassifierSettings& settings = {}) {
  try {
    Read(text, settings);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(LabelledLines, HoldWordsAndLabelsByTheirCounts) {
  const LabelledLines lines = Read("__label__b x y\n\nx z __label__a __label__b\nno label x\n");
  const auto& text = lines.storage();
  EXPECT_THAT(WordsOf(text.labels), ElementsAre("__label__b", "__label__a"));
  EXPECT_THAT(WordsOf(text.words), ElementsAre("</s>", "x", "label", "no", "y", "z"));
  EXPECT_EQ(text.words.CountOf(TokenId{0}), Count{4});
  EXPECT_EQ(text.tokens, 14U);
  ASSERT_EQ(text.lines.size(), 2U);
  EXPECT_THAT(text.WordsOf(text.lines[0]), ElementsAre(1, 4, 0));
  EXPECT_THAT(text.WordsOf(text.lines[1]), ElementsAre(1, 5, 0));
  EXPECT_THAT(text.LabelsOf(text.lines[1]), ElementsAre(TokenId{1}, TokenId{0}));
}

TEST(LabelledLines, RareWordsKeepNumbersBehindTheKnown) {
  ClassifierSettings settings;
  settings.min_count = 2;
  settings.min_count_label = 2;
  settings.label_prefix = "#";
  const LabelledLines lines = Read("#a x once\n#a x\n#b x\n#a #b #c x\n", settings);
  const auto& text = lines.storage();
  EXPECT_THAT(WordsOf(text.words), ElementsAre("</s>", "x"));
  EXPECT_THAT(WordsOf(text.rare), ElementsAre("once"));
  EXPECT_THAT(WordsOf(text.labels), ElementsAre("#a", "#b"));
  EXPECT_THAT(text.WordsOf(text.lines[0]), ElementsAre(1, 2, 0));
  EXPECT_THAT(text.LabelsOf(text.lines[3]), ElementsAre(TokenId{0}, TokenId{1}));
}

TEST(LabelledLines, LinesLongerThanABlockAreWhole) {
  std::string text = "__label__a";
  for (int i = 0; i < 100'000; ++i) text += " word";
  const LabelledLines lines = Read(text + "\n__label__b x\n");
  ASSERT_EQ(lines.storage().lines.size(), 2U);
  EXPECT_EQ(lines.storage().lines[0].words, 100'001U);
}

TEST(LabelledLines, SayWhyTheyCannotBe) {
  EXPECT_EQ(ErrorOf(""), "the text is empty");
  EXPECT_THAT(ErrorOf("a b c\n"), testing::HasSubstr("begins with __label__"));
  ClassifierSettings settings;
  settings.min_count_label = 2;
  EXPECT_THAT(ErrorOf("__label__a b\n", settings), testing::HasSubstr("--min-count-label"));
}

}  // namespace
}  // namespace firth
