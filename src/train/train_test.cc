#include "firth/train.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "firth/error.h"
#include "train/train_testing.h"

namespace firth {
namespace {

using train::Cosine;
using train::Kind;
using train::MeanCosine;
using train::TwoTopics;

TrainSettings Small(ContextKind context) {
  TrainSettings settings;
  settings.model.context = context;
  settings.model.dim = 20;
  settings.epochs = 3;
  settings.sample = 0;
  settings.threads = 1;
  settings.lr = 0.05;
  return settings;
}

TrainSettings Small(const Kind& kind) { return train::OfKind(Small(kind.context), kind); }

class Trains : public testing::TestWithParam<Kind> {};

TEST_P(Trains, WordsOfOneTopicComeTogether) {
  const auto corpus = TextCorpus(TwoTopics());
  for (const unsigned threads : {1U, 2U}) {
    TrainSettings settings = Small(GetParam());
    settings.threads = threads;
    const WordVectors vectors = ToWordVectors(Train(*corpus, settings).model);
    const double alike = std::min(MeanCosine(vectors, 'a', 'a'), MeanCosine(vectors, 'b', 'b'));
    const double across = MeanCosine(vectors, 'a', 'b');
    EXPECT_GT(alike, 0.5);
    EXPECT_LT(across, 0.3);
    EXPECT_GT(alike - across, 0.6);
  }
}

TEST_P(Trains, OneThreadGivesTheSameBytesTwice) {
  const auto corpus = TextCorpus(TwoTopics());
  const auto first = Train(*corpus, Small(GetParam())).model;
  const auto second = Train(*corpus, Small(GetParam())).model;
  train::ExpectSameRows(first.input, second.input);
  train::ExpectSameRows(first.output, second.output);
}

TEST_P(Trains, ReadingAgainGivesTheSameBytesAsMemory) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Small(GetParam());
  settings.order = BlockOrder::kText;
  MemoryEstimate taken;
  TrainObserver observer;
  observer.ready = [&](const Vocabulary&, const MemoryEstimate& memory) { taken = memory; };
  const auto from_memory = Train(*corpus, settings, observer).model;
  EXPECT_GT(taken.id_stream, 0U);
  settings.memory_limit = taken.Total() - 1;
  const auto from_text = Train(*corpus, settings, observer).model;
  EXPECT_EQ(taken.id_stream, 0U);
  for (std::uint32_t i = 0; i < from_memory.input.rows(); ++i) {
    ASSERT_TRUE(std::ranges::equal(from_memory.input.Row(RowId{i}), from_text.input.Row(RowId{i})));
  }
}

TEST_P(Trains, EveryCpuTargetLearnsTheSame) {
  const auto corpus = TextCorpus(TwoTopics());
  for (const CpuTarget target : AvailableCpuTargets()) {
    TrainSettings settings = Small(GetParam());
    settings.cpu_target = target;
    const WordVectors vectors = ToWordVectors(Train(*corpus, settings).model);
    EXPECT_GT(Cosine(*vectors.Find("b3"), *vectors.Find("b4")), 0.6) << CpuTargetName(target);
  }
}

constexpr Kind kKinds[] = {
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kNegativeSampling},
    {ContextKind::kCbow, CbowCombine::kMean, Objective::kNegativeSampling},
    {ContextKind::kCbow, CbowCombine::kSum, Objective::kFullSoftmax},
    {ContextKind::kCbow, CbowCombine::kConcat, Objective::kNegativeSampling},
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kHierarchicalSoftmax},
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kNegativeSampling, train::kSubwords},
    {ContextKind::kCbow, CbowCombine::kMean, Objective::kNegativeSampling, train::kSubwords},
};
constexpr const char* kKindNames[] = {
    "skipgram",        "cbow",        "cbow_sum_softmax", "cbow_concat", "skipgram_hs",
    "skipgram_ngrams", "cbow_ngrams",
};
INSTANTIATE_TEST_SUITE_P(Kinds, Trains, testing::ValuesIn(kKinds),
                         [](const auto& kind) { return std::string(kKindNames[kind.index]); });

TEST(Train, ReadsInTheTextsOrderWhatDoesNotFitAndSaysSo) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Small(kKinds[0]);
  std::string notes;
  TrainObserver observer;
  observer.note = [&](std::string_view note) { notes += note; };
  MemoryEstimate taken;
  observer.ready = [&](const Vocabulary&, const MemoryEstimate& memory) { taken = memory; };
  Train(*corpus, settings, observer);
  EXPECT_EQ(notes, "");
  settings.memory_limit = taken.Total() - 1;
  Train(*corpus, settings, observer);
  EXPECT_THAT(notes, testing::HasSubstr("read in its own order"));
  settings.deterministic = true;
  EXPECT_THAT(base::MessageOfError([&] { Train(*corpus, settings); }),
              testing::HasSubstr("raise --memory-limit, or name a --cache-file"));
}

TEST(Train, ReportsItsProgressToTheEnd) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainObserver observer;
  Progress last;
  observer.progress = [&](const Progress& progress) { last = progress; };
  const TrainResult result = Train(*corpus, Small(ContextKind::kSkipgram), observer);
  EXPECT_FALSE(result.stopped);
  EXPECT_EQ(last.words_done, 90'000U);
  EXPECT_EQ(last.words_total, 90'000U);
  EXPECT_EQ(last.epoch, 3U);
  EXPECT_GT(last.words_per_second, 0);
  EXPECT_GT(last.loss, 0.1);
  EXPECT_LT(last.loss, std::log(2));  // that of a model that knows nothing
}

TEST(Train, StopsWhenAskedAndKeepsWhatThereIs) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Small(ContextKind::kSkipgram);
  settings.epochs = 100'000;
  std::stop_source stop;
  TrainObserver observer;
  observer.stop = stop.get_token();
  observer.progress = [&](const Progress&) { stop.request_stop(); };
  const TrainResult result = Train(*corpus, settings, observer);
  EXPECT_TRUE(result.stopped);
  EXPECT_LT(result.progress.words_done, result.progress.words_total);
  EXPECT_EQ(result.model.vocabulary.size(), 40U);
}

TEST(Train, StopsWhileCountingWithNothing) {
  std::stop_source stop;
  stop.request_stop();
  TrainObserver observer;
  observer.stop = stop.get_token();
  const TrainResult result = Train(*TextCorpus(TwoTopics()), Small(ContextKind::kCbow), observer);
  EXPECT_TRUE(result.stopped);
  EXPECT_TRUE(result.model.vocabulary.empty());
}

TEST(Train, SaysThatItDiverged) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Small(ContextKind::kSkipgram);
  settings.lr = 1e6;
  settings.epochs = 20;
  try {
    Train(*corpus, settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kDiverged);
    EXPECT_THAT(error.what(), testing::HasSubstr("lower --lr"));
  }
}

TEST(Train, LeavesTheLineEndOfWord2vecAlone) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Small(ContextKind::kSkipgram);
  ApplyCompat(settings, "word2vec");
  const auto model = Train(*corpus, settings).model;
  EXPECT_EQ(model.vocabulary.Word(TokenId{0}), "</s>");
  EXPECT_TRUE(std::ranges::all_of(model.output.Row(RowId{0}), [](float x) { return x == 0; }));
  EXPECT_TRUE(std::ranges::any_of(model.input.Row(RowId{0}), [](float x) { return x != 0; }));
}

TEST(Train, PassesOnWhatAnObserverThrows) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Small(ContextKind::kSkipgram);
  settings.epochs = 100'000;
  TrainObserver observer;
  observer.progress = [](const Progress&) { throw std::runtime_error("enough"); };
  EXPECT_THROW(Train(*corpus, settings, observer), std::runtime_error);
}

TEST(Train, RemembersItsSettings) {
  const auto model = Train(*TextCorpus(TwoTopics()), Small(ContextKind::kCbow)).model;
  EXPECT_EQ(model.settings.at("dim"), "20");
  EXPECT_EQ(model.settings.at("lr"), "0.05");
  EXPECT_EQ(model.settings.at("model"), "cbow");
}

TEST(CountWords, KeepsWhatTheSettingsKeep) {
  const auto vocabulary = CountWords(*TextCorpus("a b a\nb a\n"), {.min_count = 3});
  EXPECT_EQ(vocabulary.size(), 1U);
  EXPECT_EQ(vocabulary.CountOf(TokenId{0}), Count{3});
}

}  // namespace
}  // namespace firth
