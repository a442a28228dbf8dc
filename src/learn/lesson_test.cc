#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/learn.h"

namespace firth {
namespace {

using testing::HasSubstr;

TEST(Lesson, OneWordHasNothingToLearnFrom) {
  const Lesson lesson = MakeLesson("Apple!");
  EXPECT_EQ(lesson.vocabulary.size(), 1U);
  EXPECT_EQ(lesson.one_hot.zeros, 0);
  EXPECT_FALSE(lesson.one_hot.cosine);
  ASSERT_EQ(lesson.windows.size(), 1U);
  EXPECT_THAT(lesson.windows[0].inputs, testing::Each(std::nullopt));
  EXPECT_FALSE(lesson.step);
  EXPECT_FALSE(lesson.learnt);
}

TEST(Lesson, OneWordSaidAgainAndAgain) {
  const Lesson lesson = MakeLesson("no no no no");
  EXPECT_EQ(lesson.vocabulary.size(), 1U);
  EXPECT_EQ(lesson.tokens.size(), 4U);
  EXPECT_EQ(lesson.learnt->right, 4U);
}

TEST(Lesson, NothingIsRefused) {
  for (const char* sentence : {"", " \t\n", "...!?", "\u200B"}) {
    EXPECT_THAT(base::MessageOfError([&] { MakeLesson(sentence); }),
                HasSubstr("the sentence holds no word; try"))
        << sentence;
  }
}

TEST(Lesson, RefusesWhatIsOutOfRange) {
  EXPECT_THAT(base::MessageOfError([&] { MakeLesson("a b", {.window = 0}); }),
              HasSubstr("--window is 0, but must be from 1 to"));
  EXPECT_THAT(base::MessageOfError([&] { MakeLesson("a b", {.dim = 65}); }),
              HasSubstr("--dim is 65, but must be from 1 to"));
  EXPECT_THAT(base::MessageOfError([&] { MakeLesson("a b", {.rate = std::nan("")}); }),
              HasSubstr("--lr is nan, but must be above 0"));
}

TEST(Lesson, ShortSentencesGetANarrowWindow) {
  EXPECT_EQ(MakeLesson("a b").window, 1U);
  EXPECT_EQ(MakeLesson("a b c d").window, 1U);
  EXPECT_EQ(MakeLesson("a b c d e").window, 2U);
}

TEST(Lesson, LongSentencesAreCut) {
  std::string sentence;
  for (int i = 0; i < 1000; ++i) sentence += "word" + std::to_string(i) + ", ";
  const Lesson lesson = MakeLesson(sentence);
  EXPECT_EQ(lesson.tokens.size(), kLongestLesson);
  EXPECT_EQ(lesson.words_left_out, 900U);
  EXPECT_EQ(lesson.windows.size(), kLongestLesson);
}

TEST(Lesson, ChineseIsSegmented) {
  const Lesson lesson = MakeLesson("我喜欢北京大学。");
  EXPECT_EQ(lesson.vocabulary.size(), 4U);
  EXPECT_EQ(lesson.vocabulary.Word(TokenId{1}), "喜欢");
  EXPECT_EQ(lesson.learnt->right, 4U);
  EXPECT_EQ(lesson.characters, 12U);  // 8 in five words, 。 among them, and four blanks
}

TEST(Lesson, BadBytesAreRepaired) {
  EXPECT_EQ(MakeLesson("caf\xE9 au lait").sentence, "caf\xEF\xBF\xBD au lait");
}

TEST(Lesson, IsTheSameEachTime) {
  const Lesson a = MakeLesson(kLessonSentence);
  const Lesson b = MakeLesson(kLessonSentence);
  EXPECT_EQ(a.step->loss_after, b.step->loss_after);
  EXPECT_EQ(a.learnt->losses.back().loss, b.learnt->losses.back().loss);
  EXPECT_NE(a.step->loss_after, MakeLesson(kLessonSentence, {.seed = 2}).step->loss_after);
}

}  // namespace
}  // namespace firth
