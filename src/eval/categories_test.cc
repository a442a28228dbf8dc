#include "eval/categories.h"

#include <gtest/gtest.h>

#include "eval/eval_testing.h"

namespace firth::eval {
namespace {

WordVectors Zoo() {
  return Vectors({{"cat", {5, 0.1F}},
                  {"Dog", {1, 0.1F}},
                  {"cow", {2, 0}},
                  {"car", {0, 3}},
                  {"bus", {0.1F, 1}},
                  {"zebra", {0, 1}}});
}

CategoryReport Report(const std::vector<CategorisedWord>& words, EvaluationOptions options = {}) {
  const WordVectors vectors = Zoo();
  return ClusterWords(vectors, words, options);
}

TEST(Categories, ThatLieApartArePure) {
  const CategoryReport report = Report(
      {{"animal", "cat"}, {"animal", "dog"}, {"vehicle", "car"}, {"vehicle", "bus"}, {"x", "y"}});
  EXPECT_EQ(report.words, 5U);
  EXPECT_EQ(report.clustered, 4U);
  EXPECT_EQ(report.categories, 2U);
  EXPECT_EQ(report.purity.value, 1);
  EXPECT_LT(report.purity.low, 1);
}

TEST(Categories, AWordAmongOthersCounts) {
  const CategoryReport report = Report({{"animal", "cat"},
                                        {"animal", "cow"},
                                        {"animal", "zebra"},
                                        {"vehicle", "car"},
                                        {"vehicle", "bus"}});
  EXPECT_DOUBLE_EQ(report.purity.value, 0.8);
}

TEST(Categories, LetterCaseAndTopAreThoseOfPairs) {
  const std::vector<CategorisedWord> words = {{"a", "cat"}, {"a", "dog"}, {"v", "car"}};
  EXPECT_EQ(Report(words, {.pairs_case = CaseRule::kExact}).clustered, 2U);
  EXPECT_EQ(Report(words, {.pairs_top = 2}).clustered, 2U);
}

TEST(Categories, FewWordsMeanNothing) {
  EXPECT_EQ(Report({}).purity.high, 1);
  const CategoryReport one = Report({{"animal", "cat"}});
  EXPECT_EQ(one.clustered, 1U);
  EXPECT_EQ(one.purity.value, 0);
}

}  // namespace
}  // namespace firth::eval
