// Training on narrow rows, from text to vectors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "base/error_testing.h"
#include "firth/train.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

/// A kind of model, in so many threads, on so much of the text.
struct Case {
  ContextKind context;
  CbowCombine combine;
  unsigned threads;
  std::size_t epochs = 3;
};

TrainSettings Settings(const Case& test) {
  TrainSettings settings;
  settings.model.context = test.context;
  settings.model.cbow_combine = test.combine;
  settings.model.dim = 20;
  settings.epochs = test.epochs;
  settings.sample = 0;
  settings.threads = test.threads;
  settings.lr = 0.05;
  settings.private_rows = 10;
  settings.storage = RowStorage::kBf16;
  return settings;
}

class TrainsNarrowRows : public testing::TestWithParam<Case> {};

TEST_P(TrainsNarrowRows, WordsOfOneTopicComeTogether) {
  const auto corpus = TextCorpus(TwoTopics());
  const WordVectors vectors = ToWordVectors(Train(*corpus, Settings(GetParam())).model);
  const double alike = std::min(MeanCosine(vectors, 'a', 'a'), MeanCosine(vectors, 'b', 'b'));
  const double across = MeanCosine(vectors, 'a', 'b');
  EXPECT_GT(alike, 0.5);
  EXPECT_LT(across, 0.3);
  EXPECT_GT(alike - across, 0.6);
}

constexpr std::size_t kEnoughToMerge = 80;  // epochs: threads have copies of their own in long runs
constexpr Case kCases[] = {
    {ContextKind::kSkipgram, CbowCombine::kMean, 1},
    {ContextKind::kCbow, CbowCombine::kMean, 1},
    {ContextKind::kCbow, CbowCombine::kSum, 1},
    {ContextKind::kSkipgram, CbowCombine::kMean, 2},
    {ContextKind::kCbow, CbowCombine::kMean, 2},
    {ContextKind::kSkipgram, CbowCombine::kMean, 2, kEnoughToMerge},
};
INSTANTIATE_TEST_SUITE_P(Kinds, TrainsNarrowRows, testing::ValuesIn(kCases));

TEST(NarrowRows, DependOnTheSeedAloneInOneThread) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Settings(kCases[0]);
  const TrainedModel first = Train(*corpus, settings).model;
  const TrainedModel second = Train(*corpus, settings).model;
  ExpectSameRows(first.input, second.input);
  ExpectSameRows(first.output, second.output);
  settings.seed = 2;
  const TrainedModel other = Train(*corpus, settings).model;
  EXPECT_FALSE(std::ranges::equal(other.input.Row(RowId{0}), first.input.Row(RowId{0})));
}

TEST(NarrowRows, AreWhatVectorsAreMadeOf) {
  const TrainedModel model = Train(*TextCorpus(TwoTopics()), Settings(kCases[0])).model;
  EXPECT_EQ(model.settings.at("storage"), "bf16");
  for (const Matrix* matrix : {&model.input, &model.output}) {
    ASSERT_EQ(matrix->rows(), 2U * kWordsOfATopic);
    for (std::uint32_t i = 0; i < matrix->rows(); ++i) {
      for (const float x : matrix->Row(RowId{i})) {
        ASSERT_EQ(std::bit_cast<std::uint32_t>(x) & 0xFFFFU, 0U);
      }
    }
  }
}

TEST(NarrowRows, ManyWindowsMayShareNegatives) {
  TrainSettings settings = Settings(kCases[0]);
  settings.model.share_negatives = 4;
  const WordVectors vectors = ToWordVectors(Train(*TextCorpus(TwoTopics()), settings).model);
  EXPECT_GT(MeanCosine(vectors, 'a', 'a') - MeanCosine(vectors, 'a', 'b'), 0.5);
}

TEST(NarrowRows, AreMeasuredOnAHeldOutText) {
  const std::string valid = EmptyFolder() + ".txt";
  std::ofstream(valid) << TwoTopics(100);
  TrainSettings settings = Settings(kCases[0]);
  const auto corpus = TextCorpus(TwoTopics());
  const TrainedModel unmeasured = Train(*corpus, settings).model;
  settings.valid = valid;
  std::vector<double> losses;
  TrainObserver observer;
  observer.epoch = [&](const EpochReport& report) { losses.push_back(*report.held_out_loss); };
  const TrainedModel model = Train(*corpus, settings, observer).model;
  ASSERT_EQ(losses.size(), 3U);
  EXPECT_LT(losses.back(), losses.front());
  ExpectSameRows(model.input, unmeasured.input);
}

TEST(NarrowRows, AModelInMemoryGoesOn) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Settings(kCases[0]);
  const TrainedModel first = Train(*corpus, settings).model;
  TrainedModel copy = Train(*corpus, settings).model;
  settings.lr = 1e-30;
  settings.lr_end = 1e-30;
  const TrainedModel second = TrainFurther(*corpus, settings, std::move(copy)).model;
  ExpectSameRows(second.input, first.input);
  ExpectSameRows(second.output, first.output);
}

TEST(NarrowRows, AreRefusedForWhatIsNoNumber) {
  const auto corpus = TextCorpus(TwoTopics());
  const TrainSettings settings = Settings(kCases[0]);
  TrainedModel model = Train(*corpus, settings).model;
  model.output.MutableRow(RowId{1})[3] = std::bit_cast<float>(0x7FFFFFFFU);  // not a number
  EXPECT_THAT(base::MessageOfError([&] { TrainFurther(*corpus, settings, std::move(model)); }),
              testing::HasSubstr("not finite"));
}

}  // namespace
}  // namespace firth::train
