#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "firth/error.h"
#include "train/checkpoint/initial_model.h"
#include "train/train_testing.h"
#include "train/workers/crew.h"

namespace firth::train {
namespace {

/// Two blocks, and as many epochs as two lanes need.
constexpr int kLines = 4000;
constexpr std::size_t kEpochs = 16;

TrainSettings Deterministic(unsigned threads) {
  TrainSettings settings;
  settings.model.dim = 10;
  settings.epochs = kEpochs;
  settings.threads = threads;
  settings.deterministic = true;
  settings.private_rows = 10;  // of 40 words: some rows are copied, some aside, some in place
  settings.lanes = 2;
  return settings;
}

class Rounds : public testing::TestWithParam<Kind> {
 protected:
  static TrainSettings OfKind(TrainSettings settings) {
    return train::OfKind(std::move(settings), GetParam());
  }
};

void ExpectSame(const TrainedModel& a, const TrainedModel& b) {
  ExpectSameRows(a.input, b.input);
  ExpectSameRows(a.output, b.output);
  EXPECT_EQ(a.settings, b.settings);
}

TEST_P(Rounds, AnyNumberOfThreadsGivesTheSameBytes) {
  const auto corpus = TextCorpus(TwoTopics(kLines));
  const TrainedModel one = Train(*corpus, OfKind(Deterministic(1))).model;
  for (const unsigned threads : {2U, 3U, 8U}) {
    ExpectSame(one, Train(*corpus, OfKind(Deterministic(threads))).model);
  }
}

double Dot(std::span<const float> a, std::span<const float> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

TEST_P(Rounds, WordsOfOneTopicComeTogether) {
  const auto corpus = TextCorpus(TwoTopics(kLines));
  const WordVectors vectors = ToWordVectors(Train(*corpus, OfKind(Deterministic(2))).model);
  const auto a1 = *vectors.Find("a1");
  EXPECT_GT(Dot(a1, *vectors.Find("a2")), Dot(a1, *vectors.Find("b2")));
}

TEST_P(Rounds, ResumeToTheSameBytesWithOtherThreads) {
  const auto corpus = TextCorpus(TwoTopics(kLines));
  const TrainedModel whole = Train(*corpus, OfKind(Deterministic(2))).model;
  TrainSettings settings = OfKind(Deterministic(2));
  settings.checkpoint = {.folder = EmptyFolder(), .every = {.blocks = 1}};
  std::stop_source stop;
  TrainObserver observer;
  observer.stop = stop.get_token();
  int checkpoints = 0;
  observer.note = [&](std::string_view note) {
    if (note.starts_with("checkpoint") && ++checkpoints == 3) stop.request_stop();
  };
  ASSERT_TRUE(Train(*corpus, settings, observer).stopped);
  settings.checkpoint.resume = true;
  settings.checkpoint.every = {};
  settings.threads = 1;
  ExpectSame(whole, Train(*corpus, settings).model);
}

constexpr Kind kKinds[] = {
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kNegativeSampling},
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kHierarchicalSoftmax},
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kFullSoftmax},
    {ContextKind::kCbow, CbowCombine::kMean, Objective::kNegativeSampling},
    {ContextKind::kCbow, CbowCombine::kSum, Objective::kHierarchicalSoftmax},
    {ContextKind::kCbow, CbowCombine::kConcat, Objective::kNegativeSampling},
    {ContextKind::kCbow, CbowCombine::kConcat, Objective::kFullSoftmax},
};
INSTANTIATE_TEST_SUITE_P(Kinds, Rounds, testing::ValuesIn(kKinds));

TEST(Lanes, AreFewerInAShortRun) {
  TrainSettings settings;
  settings.epochs = 4;
  EXPECT_EQ(LaneCount(settings, 1000), 1U);
  settings.deterministic = true;
  EXPECT_EQ(LaneCount(settings, 1000), settings.lanes);
  EXPECT_EQ(LaneCount(settings, 10), 2U);
  EXPECT_EQ(LaneCount(settings, 1), 1U);
}

/// Also for the thread sanitizer, which has no time for all kinds.
TEST(Deterministic, ThreadsMeetOnNoRow) {
  const auto corpus = TextCorpus(TwoTopics(kLines));
  const TrainedModel one = Train(*corpus, Deterministic(1)).model;
  ExpectSame(one, Train(*corpus, Deterministic(2)).model);
}

/// The words of `model`, each behind one of no count, with the rows of a fresh start.
TrainedModel BetweenUncounted(const TrainedModel& model, const TrainSettings& settings) {
  Vocabulary words;
  for (std::uint32_t i = 0; i < model.vocabulary.size(); ++i) {
    words.Add("uncounted" + std::to_string(i));
    words.Add(model.vocabulary.Word(TokenId{i}), model.vocabulary.CountOf(TokenId{i}));
  }
  return FreshModel(std::move(words), settings);
}

TEST(Deterministic, WordsWithoutCountsAreNoNegatives) {
  const auto corpus = TextCorpus(TwoTopics(kLines));
  const TrainSettings settings = Deterministic(2);
  TrainedModel start = BetweenUncounted(StartModel(*corpus, settings), settings);
  const TrainedModel model = TrainFurther(*corpus, settings, std::move(start)).model;
  for (std::uint32_t i = 0; i < model.output.rows(); ++i) {
    const auto row = model.output.Row(RowId{i});
    const bool moved = std::ranges::any_of(row, [](float x) { return x != 0; });
    EXPECT_EQ(moved, model.vocabulary.CountOf(TokenId{i}) != Count{0}) << i;
  }
}

TEST(Deterministic, ACheckpointOfAnotherKindIsRefused) {
  const auto corpus = TextCorpus(TwoTopics(kLines));
  TrainSettings settings = Deterministic(1);
  settings.epochs = 1;
  settings.checkpoint = {.folder = EmptyFolder()};
  Train(*corpus, settings);
  settings.checkpoint.resume = true;
  settings.deterministic = false;
  EXPECT_THAT(
      base::MessageOfError([&] { Train(*corpus, settings); }),
      testing::HasSubstr("give the same ones, or start afresh with another --checkpoint folder"));
}

}  // namespace
}  // namespace firth::train
