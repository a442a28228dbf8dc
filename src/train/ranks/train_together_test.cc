#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "train/ranks/local_ranks_testing.h"
#include "train/ranks/rank_sync.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

using testing::HasSubstr;

TrainSettings Small() {
  TrainSettings settings;
  settings.model.dim = 10;
  settings.epochs = 3;
  settings.threads = 1;
  settings.lr = 0.1;
  settings.ranks.exchange_words = 5000;
  return settings;
}

constexpr int kLines = 12'000;
constexpr std::uint64_t kWords = 10 * kLines;

/// Two topics, in two dozen blocks: written once by this process, which may be one of several.
const std::string& TopicsFile() {
  static const std::string kPath = [] {
    std::string path = testing::TempDir() + "train_together." + std::to_string(getpid());
    std::ofstream(path, std::ios::binary) << TwoTopics(kLines);
    return path;
  }();
  return kPath;
}

std::unique_ptr<Corpus> Share(const Communicator& ranks, const TrainSettings& settings) {
  return OpenCorpusShare({TopicsFile()}, {.rank = ranks.rank(),
                                          .ranks = ranks.size(),
                                          .shuffles = settings.order == BlockOrder::kShuffled,
                                          .seed = settings.seed});
}

void ExpectSameModels(const TrainResult& a, const TrainResult& b) {
  ExpectSameRows(a.model.input, b.model.input);
  ExpectSameRows(a.model.output, b.model.output);
}

/// How much more alike words of one topic are than words of both.
double Separation(const std::vector<TrainResult>& results) {
  TrainedModel model;
  model.vocabulary = results.front().model.vocabulary.Clone();
  model.subwords = results.front().model.subwords;
  model.input = results.front().model.input.Copy(RowLayout::kPadded);
  const WordVectors vectors = ToWordVectors(std::move(model));
  return MeanCosine(vectors, 'a', 'a') - MeanCosine(vectors, 'a', 'b');
}

/// Trains as so many ranks; what each has in the end.
std::vector<TrainResult> Together(std::size_t count, const TrainSettings& settings,
                                  const TrainObserver& of_first = {}) {
  TopicsFile();
  std::vector<TrainResult> results(count);
  RunAsRanks(count, [&](Communicator& ranks) {
    const auto corpus = Share(ranks, settings);
    results[ranks.rank()] =
        TrainTogether(ranks, *corpus, settings, ranks.rank() == 0 ? of_first : TrainObserver());
  });
  return results;
}

class LearnTogether : public testing::TestWithParam<Kind> {};

TEST_P(LearnTogether, WhatOneLearnsAlone) {
  const auto results = Together(3, OfKind(Small(), GetParam()));
  for (const TrainResult& result : results) {
    ExpectSameModels(result, results[0]);
    EXPECT_EQ(result.progress.words_done, 3 * kWords);
    EXPECT_EQ(result.words, 3 * kWords);
  }
  EXPECT_GT(Separation(results), 0.3);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, LearnTogether,
    testing::Values(
        Kind{ContextKind::kSkipgram, CbowCombine::kMean, Objective::kNegativeSampling},
        Kind{ContextKind::kCbow, CbowCombine::kMean, Objective::kNegativeSampling},
        Kind{ContextKind::kSkipgram, CbowCombine::kMean, Objective::kHierarchicalSoftmax},
        Kind{ContextKind::kCbow, CbowCombine::kConcat, Objective::kFullSoftmax},
        Kind{ContextKind::kSkipgram, CbowCombine::kMean, Objective::kNegativeSampling, kSubwords}));

TEST(TrainTogether, CountsTheWordsOfAllRanks) {
  const auto alone = CountWords(*TextCorpus(TwoTopics(kLines)), Small());
  const auto results = Together(3, Small());
  const Vocabulary& words = results[1].model.vocabulary;
  ASSERT_EQ(words.size(), alone.size());
  for (std::uint32_t i = 0; i < alone.size(); ++i) {
    EXPECT_EQ(words.Word(TokenId{i}), alone.Word(TokenId{i}));
    EXPECT_EQ(words.CountOf(TokenId{i}), alone.CountOf(TokenId{i}));
  }
}

TEST(TrainTogether, RepeatsItselfWithOneThreadARank) {
  const auto once = Together(3, Small());
  ExpectSameModels(Together(3, Small())[0], once[0]);
  TrainSettings settings = Small();
  settings.deterministic = true;
  settings.threads = 2;
  const auto two = Together(2, settings);
  settings.threads = 1;
  ExpectSameModels(Together(2, settings)[0], two[0]);
}

TEST(TrainTogether, TakesOverHalfWay) {
  TrainSettings settings = Small();
  settings.ranks.exchange_words = 20'000;
  const auto results = Together(3, settings);
  ExpectSameModels(results[2], results[0]);
  ExpectSameModels(Together(3, settings)[0], results[0]);
  EXPECT_GT(Separation(results), 0.3);
}

TEST(TrainTogether, ExchangesAsOftenWhateverTheThreadsOfADeterministicRun) {
  TrainSettings settings = Small();
  settings.deterministic = true;
  settings.ranks.exchange_words = 0;
  const auto between = [&](unsigned threads) {
    settings.threads = threads;
    return RoundsBetween(settings, 2800, 1e8, 2);
  };
  EXPECT_EQ(between(1), between(3));
}

TEST(TrainTogether, ExchangesAsOftenAsRanksBear) {
  TrainSettings settings;
  settings.epochs = 1;
  settings.threads = 1;
  const auto words = [&](double tokens_a_rank, std::size_t ranks) {
    return 100 * RoundsBetween(settings, 100, tokens_a_rank, ranks);
  };
  EXPECT_EQ(words(1e8, 2), 200'000U);  // 500 exchanges
  EXPECT_EQ(words(25.6e6, 2), 200'000U);
  EXPECT_EQ(words(25.6e6, 4), 50'000U);  // 512 exchanges
  EXPECT_EQ(words(6.4e6, 4), 25'000U);   // 256, as 100,000 words of all are what four bear
  EXPECT_EQ(words(6.4e6, 16), 12'500U);
  EXPECT_EQ(words(1e12, 4), 1'000'000U);
  EXPECT_EQ(words(640'000, 2), 10'000U);  // 64 exchanges at least
  settings.threads = 2;
  EXPECT_EQ(words(25.6e6, 4), 200'000U);
  settings.ranks.exchange_words = 7'000;
  EXPECT_EQ(words(25.6e6, 4), 14'000U);
}

TEST(TrainTogether, NoRowWaitsForMoreThanAPartOfTheRun) {
  EXPECT_EQ(LongestWait(512, 100'000, 4), 128U);
  EXPECT_EQ(LongestWait(128, 400'000, 4), 8U);  // far apart
  EXPECT_EQ(LongestWait(128, 400'000, 2), 32U);
  EXPECT_EQ(LongestWait(3, 400'000, 2), 1U);
}

TEST(TrainTogether, TrainsOnTextThatDoesNotFitTheMemory) {
  MemoryEstimate taken;
  TrainObserver observer;
  observer.ready = [&taken](const Vocabulary&, const MemoryEstimate& memory) { taken = memory; };
  TrainSettings settings = Small();
  const auto held = Together(2, settings, observer);
  EXPECT_GT(taken.ranks, taken.matrices);
  settings.memory_limit = taken.Total() - taken.id_stream / 2;
  const auto reread = Together(2, settings, observer);
  EXPECT_EQ(taken.id_stream, 0U);
  ExpectSameModels(reread[0], held[0]);
}

TrainSettings Saved(const std::string& folder, bool resume) {
  TrainSettings settings = Small();
  settings.checkpoint = {.folder = folder, .every = {.blocks = 1}, .resume = resume};
  return settings;
}

/// Trains as so many ranks until so many checkpoints were written, of which the last says where.
std::uint64_t StopAfter(int checkpoints, std::size_t count, const TrainSettings& settings) {
  std::stop_source stop;
  TrainObserver observer;
  observer.stop = stop.get_token();
  observer.note = [&](std::string_view note) {
    if (note.starts_with("checkpoint") && --checkpoints == 0) stop.request_stop();
  };
  const auto results = Together(count, settings, observer);
  EXPECT_LT(results[0].progress.words_done, results[0].progress.words_total);
  EXPECT_TRUE(results[0].stopped);
  return results[0].progress.words_done;
}

TEST(TrainTogether, GoesOnWithAnotherNumberOfRanks) {
  for (const auto& [before, after] : {std::pair<std::size_t, std::size_t>{3, 2}, {2, 3}, {2, 1}}) {
    const std::string folder = EmptyFolder();
    TrainSettings settings = Saved(folder, false);
    settings.ranks.exchange_words = before == 3 ? 5000 : 20'000;  // each half-way as well
    const std::uint64_t done = StopAfter(1, before, settings);
    settings.checkpoint.resume = true;
    const auto results = Together(after, settings);
    EXPECT_EQ(results[0].progress.words_done, 3 * kWords);
    // To two blocks or so: the first rank's progress stands for that of all.
    EXPECT_NEAR(static_cast<double>(results[0].words), static_cast<double>(3 * kWords - done),
                45'000);
    EXPECT_GT(Separation(results), 0.3);
    ExpectSameModels(results[after - 1], results[0]);
  }
}

TEST(TrainTogether, TellsWhenThereIsNothingLeftToDo) {
  const std::string folder = EmptyFolder();
  const auto whole = Together(2, Saved(folder, false));
  const auto again = Together(2, Saved(folder, true));
  EXPECT_EQ(again[1].words, 0U);
  ExpectSameModels(again[1], whole[1]);
}

TEST(TrainTogether, StopsWhenAnyRankIsAskedTo) {
  TopicsFile();
  std::stop_source stop;
  stop.request_stop();
  std::atomic<int> stopped = 0;
  RunAsRanks(2, [&](Communicator& ranks) {
    const auto corpus = Share(ranks, Small());
    TrainObserver observer;
    std::stop_source asked;
    observer.stop = asked.get_token();
    observer.progress = [&](const Progress& progress) {
      if (ranks.rank() == 1 && progress.words_done > 0) asked.request_stop();
    };
    const TrainResult result = TrainTogether(ranks, *corpus, Small(), observer);
    if (result.progress.words_done < result.progress.words_total) ++stopped;
  });
  EXPECT_TRUE(stopped == 0 || stopped == 2) << stopped;
}

/// What the first of two ranks says that differ in `second`.
std::string Complaint(const TrainSettings& first, const TrainSettings& second) {
  TopicsFile();
  return base::MessageOfError([&] {
    RunAsRanks(2, [&](Communicator& ranks) {
      const TrainSettings& settings = ranks.rank() == 0 ? first : second;
      TrainTogether(ranks, *Share(ranks, settings), settings);
    });
  });
}

TEST(TrainTogether, TrainsEachRankOnItsOwnText) {
  TrainSettings settings = Small();
  settings.ranks.own_corpus = true;
  RunAsRanks(2, [&settings](Communicator& ranks) {
    const std::string path = testing::TempDir() + "own_text_" + std::to_string(ranks.rank());
    std::ofstream(path, std::ios::binary) << TwoTopics(ranks.rank() == 0 ? 9000 : 3000);
    const auto corpus = OpenCorpusShare({path}, {.rank = ranks.rank(), .ranks = 2, .own = true});
    const TrainResult result = TrainTogether(ranks, *corpus, settings);
    EXPECT_EQ(Value(result.model.vocabulary.TotalCount()), kWords);
    EXPECT_EQ(result.words, 3 * kWords);
  });
}

TEST(TrainTogether, RefusesRanksThatAreNotAlike) {
  TrainSettings other = Small();
  other.model.dim = 20;
  EXPECT_THAT(Complaint(Small(), other),
              HasSubstr("rank 1 was started with dim 20, rank 0 with 10"));
  other = Small();
  other.threads = 2;
  EXPECT_EQ(Complaint(Small(), other), "");
}

TEST(TrainTogether, RefusesWhatIsForOneAlone) {
  TrainSettings cached = Small();
  cached.id_cache = "ids";
  EXPECT_THAT(Complaint(cached, cached), HasSubstr("--cache-file"));
  TrainSettings narrow = Small();
  narrow.storage = RowStorage::kBf16;
  EXPECT_THAT(Complaint(narrow, narrow), HasSubstr("--storage bf16 is for one process alone"));
}

}  // namespace
}  // namespace firth::train
