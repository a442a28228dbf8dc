#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/index.h"

namespace firth {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Entry {
  std::string_view word;
  std::vector<float> numbers;
};

WordVectors Vectors(const std::vector<Entry>& entries) {
  Vocabulary vocabulary;
  Matrix matrix(entries.size(), entries.front().numbers.size(), RowLayout::kDense);
  for (const Entry& entry : entries) {
    std::ranges::copy(entry.numbers, matrix.MutableRow(RowOf(vocabulary.Add(entry.word))).begin());
  }
  return {std::move(vocabulary), std::move(matrix)};
}

/// Royal, male, female; lengths differ on purpose.
WordVectors Royals() {
  return Vectors({{"king", {3, 3, 0}},
                  {"man", {0, 1, 0}},
                  {"woman", {0, 0, 5}},
                  {"queen", {1, 0, 1}},
                  {"zero", {0, 0, 0}}});
}

std::vector<std::string> Words(const std::vector<ScoredWord>& scored) {
  std::vector<std::string> words;
  for (const ScoredWord& entry : scored) words.push_back(entry.word);
  return words;
}

std::vector<std::string> List(std::initializer_list<const char*> words) {
  return {words.begin(), words.end()};
}

TEST(WordQueries, AWordOfNgramsIsAsGoodAsAKnownOne) {
  Vocabulary vocabulary;
  Matrix matrix(2, 2);
  vocabulary.Add("up");
  matrix.MutableRow(RowId{0})[0] = 3;
  vocabulary.Add("right");
  matrix.MutableRow(RowId{1})[1] = 2;
  SubwordTable table{{5, 6, 1}, Matrix(1, 2)};
  table.rows.MutableRow(RowId{0})[1] = 0.5F;
  const WordVectors vectors(std::move(vocabulary), std::move(matrix), {}, std::move(table));
  const WordQueries queries(vectors);
  EXPECT_THAT(Words(queries.Neighbors(List({"rightly"}), 2)), ElementsAre("right", "up"));
  EXPECT_FLOAT_EQ(queries.Similarity("rightly", "right"), 1);
  EXPECT_THAT(RequireVector(vectors, "rightly"), ElementsAre(0, 0.5F));
  EXPECT_THAT(RequireVector(vectors, "up"), ElementsAre(3, 0));
  EXPECT_THAT(base::MessageOfError([&] { queries.Neighbors(List({"x"}), 2); }),
              HasSubstr("\"x\" is not among the 2 words"));
}

TEST(WordQueries, NeighborsComeBestFirstWithoutTheWordItself) {
  const WordVectors vectors = Royals();
  const auto found = WordQueries(vectors).Neighbors(List({"king"}), 2);
  EXPECT_THAT(Words(found), ElementsAre("man", "queen"));
  EXPECT_NEAR(found[0].score, 0.7071, 1e-4);
}

TEST(WordQueries, NeighborsOfSeveralAreOfTheMeanOfUnitVectors) {
  const WordVectors vectors = Royals();
  const auto found = WordQueries(vectors).Neighbors(List({"man", "woman"}), 9);
  EXPECT_THAT(Words(found), ElementsAre("king", "queen", "zero"));
  EXPECT_NEAR(found[0].score, 0.5, 1e-6);  // man's length does not drown in woman's
  EXPECT_NEAR(found[1].score, 0.5, 1e-6);
}

TEST(WordQueries, AnalogyIsBMinusAPlusC) {
  const WordVectors vectors = Royals();
  EXPECT_EQ(WordQueries(vectors).Analogy("man", "king", "woman", 1).at(0).word, "queen");
}

TEST(WordQueries, AnalogyByMultiplying) {
  const WordVectors vectors = Royals();
  const auto found =
      WordQueries(vectors).Analogy("man", "king", "woman", 2, AnalogyMethod::k3CosMul);
  EXPECT_THAT(Words(found), ElementsAre("queen", "zero"));
  // cosines of queen: king 1/2, woman 1/sqrt 2, man 0
  EXPECT_NEAR(found[0].score, 0.75 * (1 + std::sqrt(0.5)) / 2 / 0.501, 1e-5);
}

TEST(WordQueries, CentralityEndsWithTheOddOneOut) {
  const WordVectors vectors = Vectors({{"cat", {4, 0.1F}},
                                       {"dog", {2, 0.3F}},
                                       {"cow", {1, 0.2F}},
                                       {"car", {0, 9}},
                                       {"at", {4, 0.1F}}});
  const WordQueries queries(vectors);
  const auto ranking = queries.RankByCentrality(List({"car", "cat", "dog", "cow"}));
  EXPECT_EQ(ranking.back().word, "car");
  EXPECT_GT(ranking[2].score, ranking[3].score);
  EXPECT_THAT(Words(queries.RankByCentrality(List({"at", "cat", "at", "car"}))),
              ElementsAre("cat", "at", "at", "car"));
  EXPECT_THAT(base::MessageOfError([&] {
                queries.RankByCentrality(List({"cat", "car"}));
              }),
              HasSubstr("of fewer than three words none is the odd one out"));
  EXPECT_THAT(base::MessageOfError([&] {
                queries.RankByCentrality(List({"cat", "car", "unknown"}));
              }),
              HasSubstr("\"unknown\" is not among the"));
}

TEST(WordQueries, SimilarityIsTheCosine) {
  const WordVectors vectors = Royals();
  const WordQueries queries(vectors);
  EXPECT_FLOAT_EQ(queries.Similarity("king", "king"), 1);
  EXPECT_NEAR(queries.Similarity("king", "queen"), 0.5, 1e-6);
  EXPECT_EQ(queries.Similarity("king", "zero"), 0);
}

TEST(WordQueries, ZeroVectorsHaveNeighborsOfScoreZero) {
  const WordVectors vectors = Royals();
  for (const auto& found : WordQueries(vectors).Neighbors(List({"zero"}), 5)) {
    EXPECT_EQ(found.score, 0);
  }
}

TEST(WordQueries, SaysWhichWordIsUnknownAndWhatIsNear) {
  const WordVectors vectors = Royals();
  try {
    WordQueries(vectors).Similarity("king", "quen");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound);
    EXPECT_STREQ(error.what(), "\"quen\" is not among the 5 words; near it: queen");
  }
}

TEST(WordQueries, SaysNothingOfNearWhereNothingIs) {
  const WordVectors vectors = Royals();
  try {
    RequireWord(vectors.vocabulary(), "bureaucracy");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "\"bureaucracy\" is not among the 5 words");
  }
}

}  // namespace
}  // namespace firth
