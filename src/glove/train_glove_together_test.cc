#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "glove/glove_testing.h"
#include "train/ranks/local_ranks_testing.h"

namespace firth::glove {
namespace {

using testing::HasSubstr;

/// A file of this process, which may be one of several that test.
std::string Written(const std::string& name, const std::string& text) {
  std::string path = testing::TempDir() + "glove_together." + std::to_string(getpid()) + "." + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

/// Some blocks of 64 KiB.
const std::string& TextFile() {
  static const std::string kPath = Written("text", Skewed(12'000));
  return kPath;
}

TrainSettings SmallOfRank() {
  TrainSettings settings = Small();
  settings.epochs = 3;
  settings.threads = 1;
  return settings;
}

/// What so many ranks have in the end; `of_first` hears rank 0.
std::vector<GloveResult> Together(std::size_t count, const TrainSettings& settings,
                                  const TrainObserver& of_first = {}) {
  TextFile();
  std::vector<GloveResult> results(count);
  train::RunAsRanks(count, [&](Communicator& ranks) {
    const auto corpus = OpenCorpusShare(
        {TextFile()},
        {.rank = ranks.rank(), .ranks = count, .shuffles = true, .seed = settings.seed});
    results[ranks.rank()] = TrainGloveTogether(ranks, *corpus, settings,
                                               ranks.rank() == 0 ? of_first : TrainObserver());
  });
  return results;
}

GloveResult Alone(const TrainSettings& settings, const TrainObserver& observer = {}) {
  return TrainGlove(*OpenCorpus({TextFile()}), settings, observer);
}

TrainObserver KeepLosses(std::vector<EpochReport>& reports) {
  TrainObserver observer;
  observer.epoch = [&reports](const EpochReport& report) { reports.push_back(report); };
  return observer;
}

TEST(TrainGloveTogether, IsTheModelOfOneProcess) {
  std::vector<EpochReport> alone;
  const GloveResult one = Alone(SmallOfRank(), KeepLosses(alone));
  for (const std::size_t ranks : {2U, 3U}) {
    std::vector<EpochReport> losses;
    const auto results = Together(ranks, SmallOfRank(), KeepLosses(losses));
    ExpectSame(results[0].model, one.model);
    EXPECT_EQ(results[0].pairs, one.pairs);
    EXPECT_EQ(results[0].progress.words_done, results[0].progress.words_total);
    ASSERT_EQ(losses.size(), alone.size());
    for (std::size_t i = 0; i < losses.size(); ++i) {
      EXPECT_NEAR(*losses[i].loss, *alone[i].loss, 1e-9);
    }
  }
}

TEST(TrainGloveTogether, IsTheSameWhenPairsDoNotFitTheMemory) {
  TrainSettings settings = SmallOfRank();
  settings.model.window = 15;
  settings.epochs = 1;
  const GloveModel whole = Alone(settings).model;
  settings.memory_limit = 16'000'000;
  ExpectSame(Together(2, settings)[0].model, whole);
}

TEST(TrainGloveTogether, TakesCountsOfFiles) {
  const std::string records = Written("records", "");
  const std::string words = Written("words", "");
  WriteCooccurrences(*OpenCorpus({TextFile()}), SmallOfRank(), {.window = 5},
                     {.path = records, .vocabulary = words});
  const GloveModel one = TrainGlove(CooccurrenceFiles{records, words}, SmallOfRank()).model;
  train::RunAsRanks(3, [&](Communicator& ranks) {
    const GloveResult result =
        TrainGloveTogether(ranks, CooccurrenceFiles{records, words}, SmallOfRank());
    if (ranks.rank() == 0) ExpectSame(result.model, one);
  });
}

TEST(TrainGloveTogether, ResumesOnAnotherNumberOfRanks) {
  const GloveModel whole = Alone(SmallOfRank()).model;
  TrainSettings settings = SmallOfRank();
  settings.checkpoint = {.folder = train::EmptyFolder(), .every = {.blocks = 50}};
  std::stop_source stop;
  TrainObserver observer;
  observer.stop = stop.get_token();
  observer.note = [&](std::string_view note) {
    if (note.starts_with("checkpoint")) stop.request_stop();
  };
  const auto part = Together(3, settings, observer);
  for (const GloveResult& result : part)
    EXPECT_LT(result.progress.words_done, result.progress.words_total);
  EXPECT_TRUE(part[0].stopped);
  settings.checkpoint.resume = true;
  const auto resumed = Together(2, settings);
  EXPECT_EQ(part[0].pairs + resumed[0].pairs, resumed[0].progress.words_total);
  ExpectSame(resumed[0].model, whole);
  ExpectSame(Together(2, settings)[0].model, whole);
}

TEST(TrainGloveTogether, HeldOutTextIsThatOfOneProcess) {
  TrainSettings settings = SmallOfRank();
  settings.valid = Written("valid", Skewed(50));
  std::vector<EpochReport> alone;
  Alone(settings, KeepLosses(alone));
  std::vector<EpochReport> losses;
  Together(2, settings, KeepLosses(losses));
  ASSERT_EQ(losses.size(), alone.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    EXPECT_EQ(*losses[i].held_out_loss, *alone[i].held_out_loss);
  }
}

TEST(TrainGloveTogether, ARankMayHaveNoWords) {
  const std::string nothing = Written("nothing", "");
  const GloveModel one = Alone(SmallOfRank()).model;
  train::RunAsRanks(2, [&](Communicator& ranks) {
    const auto corpus = OpenCorpusShare({ranks.rank() == 0 ? TextFile() : nothing},
                                        {.rank = ranks.rank(), .ranks = 2, .own = true});
    const GloveResult result = TrainGloveTogether(ranks, *corpus, SmallOfRank());
    if (ranks.rank() == 0) ExpectSame(result.model, one);
  });
}

TEST(TrainGloveTogether, RefusesRanksThatAreNotAlike) {
  const auto train = [] {
    train::RunAsRanks(2, [](Communicator& ranks) {
      TrainSettings settings = SmallOfRank();
      settings.model.glove.x_max = 10 + static_cast<double>(ranks.rank());
      TrainGloveTogether(ranks, *TextCorpus("a b"), settings);
    });
  };
  EXPECT_THAT(base::MessageOfError(train), HasSubstr("x-max"));
}

}  // namespace
}  // namespace firth::glove
