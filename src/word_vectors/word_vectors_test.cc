#include "firth/word_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firth/error.h"

namespace firth {
namespace {

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

TEST(WordVectors, RefusesAnUnequalNumberOfWordsAndRows) {
  Vocabulary vocabulary;
  vocabulary.Add("alone");
  EXPECT_THROW(WordVectors(std::move(vocabulary), Matrix(2, 3)), Error);
}

}  // namespace
}  // namespace firth
