#include "eval/pairs.h"

#include <gtest/gtest.h>

#include "eval/eval_testing.h"

namespace firth::eval {
namespace {

WordVectors Animals() {
  return Vectors({{"cat", {1, 0}},
                  {"dog", {0.9F, 0.1F}},
                  {"cow", {0.5F, 0.5F}},
                  {"Car", {0, 1}},
                  {"void", {0, 0}}});
}

TEST(Pairs, CorrelateCosinesWithScores) {
  const WordVectors vectors = Animals();
  const PairReport report = ScorePairs(
      vectors, {{"cat", "dog", 9}, {"cat", "cow", 5}, {"CAT", "car", 1}, {"cat", "ufo", 3}}, {});
  EXPECT_EQ(report.pairs, 4U);
  EXPECT_EQ(report.scored, 3U);
  EXPECT_NEAR(report.spearman.value, 1, 1e-12);
  EXPECT_GT(report.pearson.value, 0.9);
}

TEST(Pairs, FollowTheirOptions) {
  const WordVectors vectors = Animals();
  const std::vector<ScoredPair> pairs = {{"cat", "dog", 9}, {"cat", "car", 1}};
  EXPECT_EQ(ScorePairs(vectors, pairs, {.pairs_case = CaseRule::kExact}).scored, 1U);
  EXPECT_EQ(ScorePairs(vectors, pairs, {.pairs_top = 3}).scored, 1U);
}

TEST(Pairs, BearVectorsOfZerosAndNothingAtAll) {
  const WordVectors vectors = Animals();
  const PairReport zeros =
      ScorePairs(vectors, {{"cat", "void", 1}, {"dog", "void", 2}, {"void", "void", 3}}, {});
  EXPECT_EQ(zeros.scored, 3U);
  EXPECT_EQ(zeros.spearman.value, 0);
  EXPECT_EQ(ScorePairs(vectors, {}, {}).spearman.high, 1);
}

}  // namespace
}  // namespace firth::eval
