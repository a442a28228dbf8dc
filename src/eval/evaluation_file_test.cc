#include "eval/evaluation_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firth/error.h"

namespace firth::eval {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string MessageOf(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kFormat);
    return error.what();
  }
  return "no error";
}

TEST(DetectKind, KnowsEachShape) {
  EXPECT_EQ(DetectKind(": family\nboy girl he she\n", "f"), EvaluationKind::kAnalogies);
  EXPECT_EQ(DetectKind("good\tbetter\trough\trougher\r\n", "f"), EvaluationKind::kAnalogies);
  EXPECT_EQ(DetectKind("car\tautomobile\t3.92\n", "f"), EvaluationKind::kPairs);
  EXPECT_EQ(DetectKind("# comment\nWord 1,Word 2,Human (mean)\nlove,sex,6.77\n", "f"),
            EvaluationKind::kPairs);
  EXPECT_EQ(DetectKind(",category,word\n0,illness,acne\n", "f"), EvaluationKind::kCategories);
  EXPECT_EQ(DetectKind("word\tcategory\nacne\tillness\n", "f"), EvaluationKind::kCategories);
  EXPECT_EQ(DetectKind("w1 w2 human extra\nlove sex 6.77 1\n", "f"), EvaluationKind::kPairs);
}

TEST(DetectKind, SaysWhatItExpected) {
  EXPECT_THAT(MessageOf([] { DetectKind("\none two\n", "sets/odd.txt"); }),
              HasSubstr("sets/odd.txt: line 2: neither an analogy"));
  EXPECT_THAT(MessageOf([] { DetectKind("# nothing\n", "empty.txt"); }),
              HasSubstr("holds no analogies"));
}

TEST(ParseAnalogies, KeepsSections) {
  const AnalogyFile file = ParseAnalogies(": one\na b c d\n: gram2\ne f g h\ni\tj\tk l\r\n", "f");
  EXPECT_THAT(file.sections, ElementsAre("one", "gram2"));
  ASSERT_EQ(file.questions.size(), 3U);
  EXPECT_THAT(file.questions[2].words, ElementsAre("i", "j", "k", "l"));
  EXPECT_EQ(file.questions[2].section, 1U);
}

TEST(ParseAnalogies, NeedNoSections) {
  EXPECT_THAT(ParseAnalogies("a b c d\n", "f").sections, ElementsAre(""));
}

TEST(ParseAnalogies, NameTheBadLine) {
  EXPECT_EQ(MessageOf([] { ParseAnalogies(": s\na b c d\na b c\n", "q.txt"); }),
            "q.txt: line 3: an analogy has four words, this line has 3");
}

TEST(ParsePairs, ReadEverySeparator) {
  const auto pairs = ParsePairs("a\tb\t1.5\nNew York; c;2\nd , e,-3e0\nf  g 4 5 6\n", "f");
  ASSERT_EQ(pairs.size(), 4U);
  EXPECT_EQ(pairs[1].a, "New York");
  EXPECT_EQ(pairs[2].b, "e");
  EXPECT_EQ(pairs[2].score, -3);
  EXPECT_EQ(pairs[3].score, 4);
}

TEST(ParsePairs, SkipAHeaderOnTheFirstLineAlone) {
  EXPECT_EQ(ParsePairs("# c\nw1\tw2\tscore\na\tb\t1\n", "f").size(), 1U);
  EXPECT_EQ(MessageOf([] { ParsePairs("a b 1\nc d high\n", "p.txt"); }),
            "p.txt: line 2: expected two words and a number");
  EXPECT_THAT(MessageOf([] { ParsePairs("a b 1\nc d nan\n", "p.txt"); }), HasSubstr("line 2"));
  EXPECT_THAT(MessageOf([] { ParsePairs("a b 1\n\tb\t1\n", "p.txt"); }), HasSubstr("line 2"));
}

TEST(ParseCategories, FindsItsColumnsByTheirNames) {
  const auto words = ParseCategories(",category,word\r\n0,precious stone,ruby\r\n", "f");
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0].category, "precious stone");
  EXPECT_EQ(words[0].word, "ruby");
  EXPECT_EQ(ParseCategories("word\tcategory\nruby\tstone\n", "f")[0].word, "ruby");
  EXPECT_THAT(MessageOf([] { ParseCategories(",category,word\n0,stone\n", "f"); }),
              HasSubstr("f: line 2: has fewer columns"));
}

}  // namespace
}  // namespace firth::eval
