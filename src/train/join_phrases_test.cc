#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/train.h"

namespace firth {
namespace {

using testing::HasSubstr;

std::string Content(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

class JoinPhrasesTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Joined(const std::string& text, const PhraseSettings& settings,
                     const TokenizerSettings& tokenizer = {}) {
    result_ = JoinPhrases(*TextCorpus(text), tokenizer, settings, output_);
    return Content(output_.text);
  }

  const std::string folder_ = testing::TempDir() + "join_phrases_" +
                              testing::UnitTest::GetInstance()->current_test_info()->name();
  const PhraseOutput output_{folder_ + "/out.txt", folder_ + "/scores.txt"};
  PhraseResult result_;
};

const PhraseSettings kEasy{.min_count = 1, .threshold = 0.5};

TEST_F(JoinPhrasesTest, KeepsLinesAndSingleBlanks) {
  EXPECT_EQ(Joined("\n new   york \r\nin new york\nYork", kEasy),
            "\nnew_york\nin new_york\nYork\n");
  EXPECT_EQ(result_.words, 6U);
  EXPECT_EQ(result_.words_left, 4U);
  EXPECT_EQ(Content(output_.scores), "new york 1.5\nin new 0\n");
}

TEST_F(JoinPhrasesTest, FurtherPassesJoinWhatIsJoined) {
  PhraseSettings settings{.score = PhraseScore::kNpmi, .min_count = 2, .threshold = 0.1};
  const std::string text = "a new york times b\nc new york times d\n";
  EXPECT_EQ(Joined(text, settings), "a new_york times b\nc new_york times d\n");
  settings.passes = 2;
  EXPECT_EQ(Joined(text, settings), "a new_york_times b\nc new_york_times d\n");
  EXPECT_THAT(Content(output_.scores), HasSubstr("new_york times "));
}

TEST_F(JoinPhrasesTest, APassReadsWhatTheOneBeforeWrites) {
  std::string text;
  for (int i = 0; i < 400; ++i) {
    for (int word = 0; word < 9; ++word) text += "w" + std::to_string(i * word % 23) + " ";
    text += "\n";
  }
  PhraseSettings settings{.min_count = 2, .threshold = 2, .passes = 3};
  const std::string at_once = Joined(text, settings);
  settings.passes = 1;
  for (int pass = 0; pass < 3; ++pass) text = Joined(text, settings);
  EXPECT_EQ(at_once, text);
}

TEST_F(JoinPhrasesTest, ALineMayBeLongerThanABlock) {
  std::string text;
  while (text.size() < 3 * kBlockBytes) text += "new york ";
  PhraseSettings settings = kEasy;
  settings.threshold = 0;
  const std::string joined = Joined(text, settings);
  EXPECT_EQ(std::count(joined.begin(), joined.end(), '\n'), 1);
  EXPECT_EQ(result_.words_left * 2, result_.words);
}

TEST_F(JoinPhrasesTest, SplitsAsTheTokenizerDoes) {
  EXPECT_EQ(
      Joined("(New York!)\nNew York.", kEasy,
             {.kind = TokenizerKind::kWords, .punctuation = Punctuation::kDrop, .lowercase = true}),
      "new_york\nnew_york\n");
}

TEST_F(JoinPhrasesTest, RefusesWhatCannotWork) {
  EXPECT_THAT(base::MessageOfError([&] { Joined(" \n", kEasy); }),
              HasSubstr("the corpus holds no words"));
  EXPECT_THAT(base::MessageOfError([&] { Joined("a b", {.delimiter = ""}); }),
              HasSubstr("--delimiter must be"));
  EXPECT_THAT(base::MessageOfError([&] { Joined("a b", {}, {.punctuation = Punctuation::kDrop}); }),
              HasSubstr("--punctuation drop needs --tokenizer words"));
  EXPECT_FALSE(std::filesystem::exists(output_.text));
}

TEST_F(JoinPhrasesTest, WritesNothingWhenStopped) {
  std::stop_source stop;
  stop.request_stop();
  TrainObserver observer;
  observer.stop = stop.get_token();
  EXPECT_TRUE(JoinPhrases(*TextCorpus("a b"), {}, kEasy, output_, observer).stopped);
  EXPECT_FALSE(std::filesystem::exists(output_.text));
}

}  // namespace
}  // namespace firth
