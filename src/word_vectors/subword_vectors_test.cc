#include "word_vectors/subword_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/error_testing.h"
#include "firth/error.h"
#include "firth/word_vectors.h"

namespace firth {
namespace {

using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;
using testing::Pointwise;

constexpr SubwordSettings kSettings{2, 3, 7};

/// Three words, one without n-grams; row i is i + 1, and -i.
TrainedModel Small() {
  TrainedModel model;
  for (const char* word : {"</s>", "at", "дом"}) model.vocabulary.Add(word);
  model.subwords = kSettings;
  model.input = Matrix(3 + 7, 2);
  for (std::uint32_t i = 0; i < 10; ++i) {
    model.input.MutableRow(RowId{i})[0] = static_cast<float>(i + 1);
    model.input.MutableRow(RowId{i})[1] = -static_cast<float>(i);
  }
  return model;
}

/// The mean of rows of Small: `own`, if there is one, and the buckets'.
std::vector<float> Mean(std::string_view word, int own) {
  std::vector<std::uint32_t> buckets;
  AppendBuckets(word, kSettings, buckets);
  double sum = own < 0 ? 0 : own;
  for (const auto bucket : buckets) sum += 3 + bucket;
  const double mean = sum / static_cast<double>(buckets.size() + (own < 0 ? 0 : 1));
  return {static_cast<float>(mean + 1), -static_cast<float>(mean)};
}

TEST(SubwordVectors, WordsAreComposedWhereTheirRowsStood) {
  TrainedModel model = Small();
  const float* const storage = model.input.view().data;
  const WordVectors vectors = ToWordVectors(std::move(model));
  EXPECT_EQ(vectors.matrix().view().data, storage);
  ASSERT_EQ(vectors.size(), 3U);
  EXPECT_THAT(*vectors.Find("</s>"), ElementsAre(1, 0));
  EXPECT_THAT(*vectors.Find("at"), Pointwise(FloatNear(1e-5F), Mean("at", 1)));
  EXPECT_THAT(*vectors.VectorOf("дом"), Pointwise(FloatNear(1e-5F), Mean("дом", 2)));
}

TEST(SubwordVectors, AnUnknownWordIsTheMeanOfItsNgrams) {
  const WordVectors vectors = ToWordVectors(Small());
  EXPECT_FALSE(vectors.Find("att"));
  EXPECT_THAT(*vectors.VectorOf("att"), Pointwise(FloatNear(1e-5F), Mean("att", -1)));
  EXPECT_THAT(*vectors.VectorOf("\xFF"), Pointwise(FloatNear(1e-5F), Mean("\xFF", -1)));
}

TEST(SubwordVectors, WithoutNgramsThereIsNone) {
  TrainedModel model = Small();
  model.subwords = {5, 6, 7};
  const WordVectors vectors = ToWordVectors(std::move(model));
  EXPECT_FALSE(vectors.VectorOf("x"));
  EXPECT_TRUE(vectors.VectorOf("longer"));
  Vocabulary none;
  EXPECT_FALSE(WordVectors(std::move(none), Matrix(0, 2)).VectorOf("x"));
}

TEST(SubwordVectors, TheOwnRowComesBack) {
  const TrainedModel before = Small();
  const WordVectors vectors = ToWordVectors(Small());
  const SubwordTable& table = *vectors.subwords();
  std::vector<float> own(2);
  for (std::uint32_t i = 0; i < 3; ++i) {
    word_vectors::OwnRow(vectors.vocabulary().Word(TokenId{i}), table,
                         vectors.matrix().Row(RowId{i}), own);
    EXPECT_THAT(own, Pointwise(FloatNear(1e-4F), before.input.Row(RowId{i})));
  }
}

TEST(SubwordVectors, NgramsThatWereNotKeptAreNotThere) {
  const WordVectors all = ToWordVectors(Small());
  std::vector<std::uint32_t> buckets;
  AppendBuckets("att", kSettings, buckets);
  const std::uint32_t kept = buckets[1];
  Vocabulary one;
  one.Add("</s>");
  Matrix row(1, 2);
  std::ranges::copy(all.subwords()->rows.Row(RowId{kept}), row.MutableRow(RowId{0}).begin());
  SubwordTable table{kSettings, row.Share(),
                     std::make_shared<const KeptBuckets>(std::vector<std::uint32_t>{kept})};
  const WordVectors pruned(std::move(one), Matrix(1, 2), {}, std::move(table));
  EXPECT_THAT(*pruned.VectorOf("att"), testing::ElementsAreArray(row.Row(RowId{0})));
  SubwordTable nothing{kSettings, Matrix(0, 2),
                       std::make_shared<const KeptBuckets>(std::vector<std::uint32_t>{})};
  Vocabulary none;
  EXPECT_FALSE(WordVectors(std::move(none), Matrix(0, 2), {}, std::move(nothing)).VectorOf("att"));
  EXPECT_THAT(base::MessageOfError([&] {
                KeptBuckets({1, 2, 1});
              }),
              HasSubstr("bucket 1 of n-grams has two rows"));
}

/// "at" and the n-grams "<a" and "at>"; row i is 10^i.
TrainedModel WithOwnRows() {
  TrainedModel model;
  model.vocabulary.Add("at");
  model.subwords = {.min_length = 2, .max_length = 3, .kind = NgramKind::kExact};
  Vocabulary ngrams;
  for (const char* ngram : {"<a", "at>"}) ngrams.Add(ngram);
  model.ngrams = std::make_shared<const Vocabulary>(std::move(ngrams));
  model.input = Matrix(3, 1);
  for (std::uint32_t i = 0; i < 3; ++i) {
    model.input.MutableRow(RowId{i})[0] = i == 0 ? 1.0F : i == 1 ? 10.0F : 100.0F;
  }
  return model;
}

TEST(SubwordVectors, OnlyKnownNgramsCountWhereEachHasARow) {
  const WordVectors vectors = ToWordVectors(WithOwnRows());
  EXPECT_THAT(*vectors.Find("at"), ElementsAre(testing::FloatEq(37)));
  EXPECT_THAT(*vectors.VectorOf("a"), ElementsAre(10));
  EXPECT_THAT(*vectors.VectorOf("ahat"), ElementsAre(testing::FloatEq(55)));
  EXPECT_FALSE(vectors.VectorOf("it"));
  std::vector<float> own(1);
  word_vectors::OwnRow("at", *vectors.subwords(), *vectors.Find("at"), own);
  EXPECT_THAT(own, Pointwise(FloatNear(1e-4F), {1.0F}));
}

TEST(SubwordVectors, ARowOfItsOwnNeedsItsNgram) {
  TrainedModel model = WithOwnRows();
  model.ngrams = nullptr;
  EXPECT_THAT(base::MessageOfError([&] { ToWordVectors(std::move(model)); }),
              HasSubstr("3 rows for 1 words and 2000000 buckets"));
  model = WithOwnRows();
  model.subwords.kind = NgramKind::kHashed;
  EXPECT_THAT(base::MessageOfError([&] { ToWordVectors(std::move(model)); }),
              HasSubstr("n-grams have a row each, or share rows, but not both"));
  model = WithOwnRows();
  model.input = Matrix(4, 1);
  EXPECT_THAT(base::MessageOfError([&] { ToWordVectors(std::move(model)); }),
              HasSubstr("4 rows for 1 words and 2 n-grams"));
}

TEST(SubwordVectors, KeptBucketsAreAmongAll) {
  const auto with = [](std::uint32_t bucket) {
    Vocabulary none;
    SubwordTable table{kSettings, Matrix(1, 2),
                       std::make_shared<const KeptBuckets>(std::vector<std::uint32_t>{bucket})};
    return WordVectors(std::move(none), Matrix(0, 2), {}, std::move(table));
  };
  const auto buckets = static_cast<std::uint32_t>(kSettings.buckets);
  EXPECT_NO_THROW(with(buckets - 1));
  EXPECT_THAT(base::MessageOfError([&] { with(buckets); }),
              HasSubstr("a row for a bucket of n-grams that is not among 7"));
}

TEST(SubwordVectors, RowsMustFit) {
  TrainedModel model = Small();
  model.subwords.buckets = 8;
  EXPECT_THAT(base::MessageOfError([&] { ToWordVectors(std::move(model)); }),
              HasSubstr("10 rows for 3 words and 8 buckets"));
  Vocabulary one;
  one.Add("a");
  EXPECT_THAT(base::MessageOfError([&] {
                WordVectors(one.Clone(), Matrix(1, 3), {}, SubwordTable{kSettings, Matrix(7, 2)});
              }),
              HasSubstr("numbers for n-grams, but 7 buckets and vectors of 3"));
  EXPECT_THAT(base::MessageOfError([&] {
                WordVectors(one.Clone(), Matrix(1, 2), {}, SubwordTable{{4, 3, 7}, Matrix(7, 2)});
              }),
              HasSubstr("n-grams of 4 to 3 characters and 7 buckets cannot be"));
  EXPECT_THAT(base::MessageOfError([&] { ToWordVectors(Small(), OutputVectors::kMean); }),
              HasSubstr("n-grams have no output vectors"));
}

}  // namespace
}  // namespace firth
