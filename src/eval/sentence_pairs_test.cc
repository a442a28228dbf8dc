#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/eval.h"
#include "firth/matrix.h"

namespace firth {
namespace {

using testing::HasSubstr;

std::string FileWith(const std::string& text) {
  const std::string path = testing::TempDir() + "sentence_pairs.txt";
  std::ofstream(path) << text;
  return path;
}

TEST(SentencePairs, OfTheStsBenchmark) {
  const SentencePairs pairs = ReadSentencePairs(
      FileWith("g\tf\t2012\t1\t2.500\tA \"girl\".\tA boy.\n\ng\tf\t2012\t2\t5\tx\ty\tlicence\r\n"));
  EXPECT_THAT(pairs.sentences, testing::ElementsAre("A \"girl\".", "A boy.", "x", "y"));
  EXPECT_THAT(pairs.scores, testing::ElementsAre(2.5, 5));
}

TEST(SentencePairs, OfSick) {
  const SentencePairs pairs = ReadSentencePairs(
      FileWith("pair_ID\tsentence_A\tsentence_B\trelatedness_score\tj\n1\ta b\tc\t3.2\tN\n"));
  EXPECT_THAT(pairs.sentences, testing::ElementsAre("a b", "c"));
}

TEST(SentencePairs, OtherLinesAreNamed) {
  const auto message = [](const char* text) {
    return base::MessageOfError([&] { ReadSentencePairs(FileWith(text)); });
  };
  EXPECT_THAT(message(""), HasSubstr("holds no pairs of sentences"));
  EXPECT_THAT(message("king\tqueen\t8.5\n"), HasSubstr("line 1: is no pair of sentences"));
  EXPECT_THAT(message("g\tf\t2\t1\t2.5\ta\tb\ng\tf\t2\t1\tx\ta\tb\n"),
              HasSubstr("line 2: is no pair of sentences"));
}

TEST(SentencePairs, TheOrderOfCosinesCounts) {
  Matrix vectors(6, 2);
  const float rows[][2] = {{1, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 0}, {2, 0}};
  for (std::uint32_t i = 0; i < 6; ++i)
    std::ranges::copy(rows[i], vectors.MutableRow(RowId{i}).begin());
  SentencePairs pairs;
  pairs.sentences.resize(6);
  pairs.scores = {0, 3, 4};
  EXPECT_NEAR(ScoreSentencePairs(pairs, vectors.view()).spearman.value, 1, 1e-12);
  pairs.scores = {4, 3, 0};
  EXPECT_NEAR(ScoreSentencePairs(pairs, vectors.view()).spearman.value, -1, 1e-12);
}

}  // namespace
}  // namespace firth
