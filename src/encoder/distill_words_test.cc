#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/error_testing.h"
#include "firth/distill.h"
#include "firth/error.h"

namespace firth {
namespace {

using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;
using testing::Pointwise;

struct Word {
  std::string_view word;
  Count count;
  std::vector<float> vector;
};

WordVectors Vectors(const std::vector<Word>& words) {
  Vocabulary vocabulary;
  Matrix matrix(words.size(), words.front().vector.size());
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    vocabulary.Add(words[i].word, words[i].count);
    std::ranges::copy(words[i].vector, matrix.MutableRow(RowId{i}).begin());
  }
  return {std::move(vocabulary), std::move(matrix)};
}

WordVectors Animals() {
  return Vectors(
      {{"the", Count{60}, {1, 2}}, {"cat", Count{30}, {3, 0}}, {"dog", Count{10}, {0, 5}}});
}

std::string Folder() {
  return testing::TempDir() + testing::UnitTest::GetInstance()->current_test_info()->name();
}

std::vector<float> VectorOf(const std::string& folder, std::string_view text) {
  const std::vector<std::string_view> texts = {text};
  const Matrix vectors = Encoder::Load(folder).Encode(texts, {.normalize = false}).vectors;
  const auto row = vectors.Row(RowId{0});
  return {row.begin(), row.end()};
}

TEST(DistillWords, ATextIsTheMeanOfItsWords) {
  const DistillReport report = DistillWords(Animals(), {.sif = 0}, Folder());
  EXPECT_EQ(report.pieces, 4U);
  EXPECT_EQ(report.left_out, 0U);
  EXPECT_THAT(VectorOf(Folder(), "The cat, the zebra"), ElementsAre(5.0F / 3, 4.0F / 3));
  EXPECT_THAT(VectorOf(Folder(), "zebras"), ElementsAre(0, 0));
}

TEST(DistillWords, FrequentWordsCountLess) {
  DistillWords(Animals(), {.sif = 0.1}, Folder());
  const auto weight = [](float share) { return 0.1F / (0.1F + share); };
  EXPECT_THAT(VectorOf(Folder(), "the dog"),
              Pointwise(FloatNear(1e-6F), {weight(0.6F) / 2, weight(0.6F) + 2.5F * weight(0.1F)}));
}

TEST(DistillWords, WhatTextsHaveInCommonIsTakenOut) {
  const std::vector<std::string_view> texts = {"cat", "cat cat", "the the"};
  const DistillReport report = DistillWords(Animals(), {.sif = 0, .texts = texts}, Folder());
  // The first singular vector of (3, 0), (3, 0), (1, 2): sums of squares are 19, 2, 2, 4.
  const double largest = (23 + std::sqrt(15.0 * 15 + 16)) / 2;
  EXPECT_NEAR(report.variance, largest / 23, 1e-6);
  const auto the = VectorOf(Folder(), "the");
  const auto cat = VectorOf(Folder(), "cat");
  EXPECT_NEAR(the[0] * cat[1], the[1] * cat[0], 1e-6);         // one direction is left
  EXPECT_NEAR(cat[0] * 2 + cat[1] * (largest - 19), 0, 1e-5);  // across (2, largest - 19)
}

TEST(DistillWords, CaseAndAccentsAreToldApartWhereWordsAre) {
  DistillWords(Vectors({{"Café", Count{1}, {1}}, {"café", Count{1}, {2}}, {"cafe", Count{1}, {4}}}),
               {.sif = 0}, Folder());
  EXPECT_THAT(VectorOf(Folder(), "Café"), ElementsAre(1));
  EXPECT_THAT(VectorOf(Folder(), "café"), ElementsAre(2));
  EXPECT_THAT(VectorOf(Folder(), "CAFÉ"), ElementsAre(0));
}

TEST(DistillWords, AStrayCapitalTellsNothingApart) {
  DistillWords(Vectors({{"the", Count{995}, {1}}, {"URL", Count{5}, {2}}}), {.sif = 0}, Folder());
  EXPECT_THAT(VectorOf(Folder(), "The"), ElementsAre(1));
  EXPECT_THAT(VectorOf(Folder(), "URL"), ElementsAre(2));
}

TEST(DistillWords, IdeographsStayTogether) {
  DistillWords(Vectors({{"北京", Count{1}, {1}}, {"大学", Count{1}, {3}}}), {.sif = 0}, Folder());
  EXPECT_THAT(VectorOf(Folder(), "北京 大学"), ElementsAre(2));
}

TEST(DistillWords, WordsThatNoTextHoldsAreLeftOut) {
  const DistillReport report = DistillWords(
      Vectors({{"cat", Count{1}, {1}}, {"new york", Count{1}, {2}}, {"u.s.", Count{1}, {3}}}),
      {.sif = 0}, Folder());
  EXPECT_EQ(report.pieces, 2U);
  EXPECT_EQ(report.left_out, 2U);
}

TEST(DistillWords, SaysWhatItCannotDo) {
  EXPECT_THAT(base::MessageOfError([&] { DistillWords(Animals(), {.sif = -1}, Folder()); }),
              HasSubstr("sif: -1 is no finite number"));
  EXPECT_THAT(base::MessageOfError([&] {
                DistillWords(Vectors({{"a b", Count{1}, {1}}}), {}, Folder());
              }),
              HasSubstr("no word of the vectors is a word to a tokenizer"));
  const std::vector<std::string_view> texts = {"", "zebra"};
  EXPECT_THAT(base::MessageOfError([&] { DistillWords(Animals(), {.texts = texts}, Folder()); }),
              HasSubstr("no text holds a word of the vectors"));
}

}  // namespace
}  // namespace firth
