#include "train/held_out.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::train {
namespace {

std::string Save(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

std::string Repeated(const std::string& line, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += line;
  return text;
}

TrainSettings Small(const std::string& valid) {
  TrainSettings settings;
  settings.model.dim = 10;
  settings.model.negative = 2;
  settings.min_count = 1;
  settings.epochs = 4;
  settings.sample = 0;
  settings.lr = 0.1;
  settings.threads = 1;
  settings.valid = valid;
  return settings;
}

TEST(HeldOut, LossFallsOnATextLikeTheCorpus) {
  const auto corpus = TextCorpus(Repeated("a b c d e\nv w x y z\n", 50));
  std::vector<double> losses;
  TrainObserver observer;
  observer.epoch = [&](const EpochReport& report) { losses.push_back(*report.held_out_loss); };
  Train(*corpus, Small(Save("like.txt", "a b c d e\nv w x y z\n")), observer);
  ASSERT_EQ(losses.size(), 4U);
  EXPECT_LT(losses.back(), std::log(2));
  EXPECT_LT(losses.back(), losses.front());
}

TEST(HeldOut, MeasuringChangesNothing) {
  const auto corpus = TextCorpus(Repeated("a b c d e\nv w x y z\n", 100));
  const auto with = Train(*corpus, Small(Save("same.txt", "a b c\n"))).model;
  const auto without = Train(*corpus, Small("")).model;
  for (std::uint32_t i = 0; i < with.input.rows(); ++i) {
    ASSERT_TRUE(std::ranges::equal(with.input.Row(RowId{i}), without.input.Row(RowId{i})));
  }
}

TEST(HeldOut, EndsTrainingWhenPatienceDoes) {
  // A text unlike the corpus: its loss rises as the corpus is learnt.
  const auto corpus = TextCorpus(Repeated("a b c d e\nv w x y z\n", 500));
  TrainSettings settings = Small(Save("unlike.txt", "a v\nb w\nc x\n"));
  settings.epochs = 200;
  settings.patience = 2;
  const TrainResult result = Train(*corpus, settings);
  EXPECT_TRUE(result.early);
  EXPECT_FALSE(result.stopped);
  EXPECT_LT(result.progress.words_done, result.progress.words_total);
}

TEST(HeldOut, SaysThatNothingIsKnown) {
  const auto corpus = TextCorpus("a b c\n");
  EXPECT_THAT(base::MessageOfError([&] { Train(*corpus, Small(Save("strange.txt", "x y z\n"))); }),
              testing::HasSubstr("strange.txt: no word of this text is in the vocabulary"));
}

TEST(HeldOut, TakesWhatTrainingLeavesOfTheMemory) {
  const auto corpus = TextCorpus(Repeated("a b c d e\n", 50));
  TrainSettings settings = Small(Save("long.txt", Repeated("a b c d e\n", 60'000)));
  settings.epochs = 1;
  MemoryEstimate taken;
  TrainObserver observer;
  observer.ready = [&](const Vocabulary&, const MemoryEstimate& memory) { taken = memory; };
  Train(*corpus, settings, observer);
  EXPECT_EQ(taken.held_out, 60'000U * 6 * sizeof(TokenId));
  settings.memory_limit = taken.Total();
  Train(*corpus, settings);
  settings.memory_limit = taken.Total() - taken.id_stream - 1;
  try {
    Train(*corpus, settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kMemory);
    EXPECT_THAT(error.what(), testing::HasSubstr("held-out text 1 MB"));
  }
}

TEST(HeldOut, IsNotReadOnWhenItAloneIsTooMuch) {
  TrainSettings settings = Small(Save("endless.txt", Repeated("a b c d e\n", 120'000)));
  settings.memory_limit = 2'500'000;
  try {
    Train(*TextCorpus(Repeated("a b c d e\n", 50)), settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kMemory);
    EXPECT_EQ(error.path(), settings.valid);
  }
}

TEST(Patience, CountsEpochsSinceTheBest) {
  Patience patience(2);
  EXPECT_FALSE(patience.IsOver(1.0));
  EXPECT_FALSE(patience.IsOver(1.1));
  EXPECT_FALSE(patience.IsOver(0.9));
  EXPECT_FALSE(patience.IsOver(0.9));
  EXPECT_TRUE(patience.IsOver(1.0));
  Patience endless(0);
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(endless.IsOver(i));
}

}  // namespace
}  // namespace firth::train
