#include "firth/word_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth {
namespace {

using testing::HasSubstr;

TEST(WordVectors, FindsTheRowOfAWord) {
  TrainedModel model;
  model.vocabulary.Add("king");
  model.vocabulary.Add("queen");
  model.input = Matrix(2, 3);
  model.input.MutableRow(RowId{1})[0] = 7;
  const WordVectors vectors = ToWordVectors(std::move(model));
  EXPECT_EQ(vectors.dim(), 3U);
  EXPECT_THAT(*vectors.Find("queen"), testing::ElementsAre(7, 0, 0));
  EXPECT_FALSE(vectors.Find("pawn"));
}

TrainedModel TwoMatrices() {
  TrainedModel model;
  model.vocabulary.Add("king");
  model.input = Matrix(1, 2);
  model.output = Matrix(1, 2);
  model.input.MutableRow(RowId{0})[0] = 4;
  model.output.MutableRow(RowId{0})[1] = 2;
  return model;
}

TEST(ToWordVectors, GivesTheMeanOfBothMatricesWhenAsked) {
  const WordVectors vectors = ToWordVectors(TwoMatrices(), OutputVectors::kMean);
  EXPECT_THAT(*vectors.Find("king"), testing::ElementsAre(2, 1));
}

TEST(ContextVectors, AreTheOutputMatrix) {
  EXPECT_THAT(*ContextVectors(TwoMatrices()).Find("king"), testing::ElementsAre(0, 2));
}

TEST(ContextVectors, AreNotThereWhenRowsAreNotWords) {
  TrainedModel tree = TwoMatrices();
  tree.output_rows_are_words = false;
  EXPECT_THAT(base::MessageOfError([&] { ContextVectors(tree); }),
              HasSubstr("no vector of its own for each word"));
  TrainedModel wide = TwoMatrices();
  wide.output = Matrix(1, 8);
  EXPECT_THAT(base::MessageOfError([&] { ToWordVectors(std::move(wide), OutputVectors::kMean); }),
              HasSubstr("no vector of its own for each word"));
}

TEST(OutputVectors, HaveNames) {
  EXPECT_EQ(OutputVectorsFromName("mean"), OutputVectors::kMean);
  EXPECT_THAT(base::MessageOfError([&] { OutputVectorsFromName("median"); }),
              HasSubstr("output_vectors: 'median' is not one of input, mean, sum, all"));
  EXPECT_THAT(base::MessageOfError([&] { ToWordVectors(TwoMatrices(), OutputVectors::kAll); }),
              HasSubstr("only GloVe's models have biases"));
}

TEST(WordVectors, AVectorOfNgramsThatIsNoNumberIsRefused) {
  Vocabulary vocabulary;
  vocabulary.Add("known");
  SubwordTable table{{3, 3, 1}, Matrix(1, 2)};
  table.rows.MutableRow(RowId{0})[1] = INFINITY;
  const WordVectors vectors(std::move(vocabulary), Matrix(1, 2), {}, std::move(table));
  EXPECT_TRUE(vectors.VectorOf("known"));
  EXPECT_THAT(base::MessageOfError([&] { vectors.VectorOf("unknown"); }),
              HasSubstr("an n-gram of \"unknown\" has a number that is not finite"));
}

TEST(WordVectors, RefusesAnUnequalNumberOfWordsAndRows) {
  Vocabulary vocabulary;
  vocabulary.Add("alone");
  EXPECT_THAT(base::MessageOfError([&] { WordVectors(std::move(vocabulary), Matrix(2, 3)); }),
              HasSubstr("1 words but 2 vectors"));
}

}  // namespace
}  // namespace firth
