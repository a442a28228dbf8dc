#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "firth/error.h"
#include "firth/formats.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

using testing::HasSubstr;

TrainSettings Small(Objective objective = Objective::kNegativeSampling) {
  TrainSettings settings;
  settings.model.dim = 10;
  settings.model.objective = objective;
  settings.epochs = 2;
  settings.threads = 1;
  settings.lr = 0.1;
  settings.cpu_target = CpuTarget::kScalar;
  return settings;
}

double Sum(const Matrix& matrix) {
  double sum = 0;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    for (const float x : matrix.Row(RowId{i})) sum += std::abs(static_cast<double>(x));
  }
  return sum;
}

class Further : public testing::TestWithParam<Objective> {};

TEST_P(Further, FromTheStartIsTraining) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainedModel start = StartModel(*corpus, Small(GetParam()));
  EXPECT_EQ(start.vocabulary.size(), 40);
  const TrainedModel whole = Train(*corpus, Small(GetParam())).model;
  const TrainedModel further = TrainFurther(*corpus, Small(GetParam()), std::move(start)).model;
  ExpectSameRows(further.input, whole.input);
  ExpectSameRows(further.output, whole.output);
}

TEST_P(Further, BothMatricesGoOn) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings still = Small(GetParam());
  still.lr = 1e-30;
  still.lr_end = 1e-30;
  const TrainedModel first = Train(*corpus, Small(GetParam())).model;
  const TrainedModel second =
      TrainFurther(*corpus, still, Train(*corpus, Small(GetParam())).model).model;
  ExpectSameRows(second.input, first.input);
  ExpectSameRows(second.output, first.output);
}

INSTANTIATE_TEST_SUITE_P(Objectives, Further,
                         testing::Values(Objective::kNegativeSampling,
                                         Objective::kHierarchicalSoftmax, Objective::kFullSoftmax));

TEST(TrainFurther, KeepsWordsAndCounts) {
  const TrainedModel first = Train(*TextCorpus(TwoTopics()), Small()).model;
  const TrainedModel second = TrainFurther(*TextCorpus("a1 a2 new a3\n"), Small(),
                                           Train(*TextCorpus(TwoTopics()), Small()).model)
                                  .model;
  ASSERT_EQ(second.vocabulary.size(), first.vocabulary.size());
  EXPECT_FALSE(second.vocabulary.Find("new"));
  for (std::uint32_t i = 0; i < first.vocabulary.size(); ++i) {
    EXPECT_EQ(second.vocabulary.Word(TokenId{i}), first.vocabulary.Word(TokenId{i}));
    EXPECT_EQ(second.vocabulary.CountOf(TokenId{i}), first.vocabulary.CountOf(TokenId{i}));
  }
}

TEST(TrainFurther, RefusesWhatDoesNotFit) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings wider = Small();
  wider.model.dim = 11;
  EXPECT_THAT(
      base::MessageOfError([&] { TrainFurther(*corpus, wider, StartModel(*corpus, Small())); }),
      HasSubstr("matrices of another shape than the settings ask for"));
  TrainSettings two_starts = Small();
  two_starts.init = "vectors.bin";
  EXPECT_THAT(base::MessageOfError(
                  [&] { TrainFurther(*corpus, two_starts, StartModel(*corpus, Small())); }),
              HasSubstr("leave out init and resume"));
  TrainedModel uncounted = StartModel(*corpus, Small());
  Vocabulary words;
  for (std::uint32_t i = 0; i < uncounted.vocabulary.size(); ++i) {
    words.Add(uncounted.vocabulary.Word(TokenId{i}));
  }
  uncounted.vocabulary = std::move(words);
  EXPECT_THAT(
      base::MessageOfError([&] { TrainFurther(*corpus, Small(), std::move(uncounted)); }),
      HasSubstr("no word of the model to go on from has a count: negatives cannot be drawn"));
  try {
    TrainFurther(*TextCorpus("other words\n"), Small(), StartModel(*corpus, Small()));
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no word of the corpus is in this vocabulary"));
  }
}

TEST(StartModel, PutsNewWordsBehindTheKnown) {
  const TrainedModel known = Train(*TextCorpus(TwoTopics()), Small()).model;
  const auto more = TextCorpus("c1 c1 c1 c1 c1 c1 a1 c2 c2\n");
  const TrainedModel grown = StartModel(*more, Small(), {}, &known);
  ASSERT_EQ(grown.vocabulary.size(), known.vocabulary.size() + 1);
  EXPECT_EQ(grown.vocabulary.Find("c1"), TokenId{40});
  for (std::uint32_t i = 0; i < 40; ++i) {
    EXPECT_TRUE(std::ranges::equal(grown.input.Row(RowId{i}), known.input.Row(RowId{i})));
    EXPECT_TRUE(std::ranges::equal(grown.output.Row(RowId{i}), known.output.Row(RowId{i})));
  }
  EXPECT_GT(Sum(grown.input), Sum(known.input));  // the new row is drawn
}

TEST(Model, IsReadAsItWasWritten) {
  const std::string path = testing::TempDir() + "further_model.safetensors";
  for (const Objective objective :
       {Objective::kNegativeSampling, Objective::kHierarchicalSoftmax}) {
    const TrainedModel model = Train(*TextCorpus(TwoTopics()), Small(objective)).model;
    WriteModel(model, path);
    const TrainedModel back = ReadModel(path);
    ExpectSameRows(back.input, model.input);
    ExpectSameRows(back.output, model.output);
    EXPECT_EQ(back.output_rows_are_words, model.output_rows_are_words);
    EXPECT_EQ(back.settings, model.settings);
    EXPECT_EQ(ReadWordVectors(path).size(), model.vocabulary.size());
  }
  WriteWordVectors(ReadWordVectors(path), path, Format::kSafetensors);
  EXPECT_THAT(
      base::MessageOfError([&] { ReadModel(path); }),
      HasSubstr(
          "holds no output matrix and checksum: it is no model to go on from"));  // vectors alone
}

}  // namespace
}  // namespace firth::train
