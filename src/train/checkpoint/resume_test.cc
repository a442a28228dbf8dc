#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "firth/formats.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

using testing::HasSubstr;
using testing::Not;

TrainSettings Small() {
  TrainSettings settings;
  settings.model.dim = 10;
  settings.epochs = 3;
  settings.threads = 1;
  settings.lr = 0.1;
  settings.cpu_target = CpuTarget::kScalar;
  return settings;
}

TrainSettings Saved(const std::string& folder, bool resume = false) {
  TrainSettings settings = Small();
  settings.checkpoint = {.folder = folder, .every = {.blocks = 1}, .resume = resume};
  return settings;
}

/// Trains until so many checkpoints were written, then stops as a signal would.
TrainResult TrainUntil(int checkpoints, const Corpus& corpus, const TrainSettings& settings) {
  std::stop_source stop;
  TrainObserver observer;
  observer.stop = stop.get_token();
  observer.note = [&](std::string_view note) {
    if (note.starts_with("checkpoint") && --checkpoints == 0) stop.request_stop();
  };
  return Train(corpus, settings, observer);
}

class Resumes : public testing::TestWithParam<Kind> {
 protected:
  static TrainSettings OfKind(TrainSettings settings) {
    return train::OfKind(std::move(settings), GetParam());
  }
};

TEST_P(Resumes, ToTheSameBytesWhereverItWasStopped) {
  const auto corpus = TextCorpus(TwoTopics(6000));
  const TrainedModel whole = Train(*corpus, OfKind(Small())).model;
  for (int stopped_after = 1; stopped_after < 8; stopped_after += 2) {
    const std::string folder = EmptyFolder();
    ASSERT_TRUE(TrainUntil(stopped_after, *corpus, OfKind(Saved(folder))).stopped);
    const TrainResult resumed = Train(*corpus, OfKind(Saved(folder, /*resume=*/true)));
    EXPECT_FALSE(resumed.stopped);
    EXPECT_EQ(resumed.progress.words_done, resumed.progress.words_total);
    ExpectSameRows(whole.input, resumed.model.input);
    ExpectSameRows(whole.output, resumed.model.output);
    EXPECT_EQ(resumed.model.settings, whole.settings);
  }
}

constexpr Kind kKinds[] = {
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kNegativeSampling},
    {ContextKind::kCbow, CbowCombine::kConcat, Objective::kNegativeSampling},
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kHierarchicalSoftmax},
    {ContextKind::kCbow, CbowCombine::kSum, Objective::kFullSoftmax},
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kNegativeSampling, kSubwords},
    {ContextKind::kCbow, CbowCombine::kMean, Objective::kNegativeSampling, kSubwords},
    {ContextKind::kSkipgram, CbowCombine::kMean, Objective::kNegativeSampling, kOwnRows},
};
INSTANTIATE_TEST_SUITE_P(Kinds, Resumes, testing::ValuesIn(kKinds));

constexpr std::uint64_t kNoRoomForIds = 2'600'000;  // beside the program

TEST(Resume, ReadingTheCorpusAgainGoesOnInItsMidst) {
  const auto corpus = TextCorpus(TwoTopics(6000));
  TrainSettings settings = Small();
  settings.order = BlockOrder::kText;
  const TrainedModel whole = Train(*corpus, settings).model;
  settings.checkpoint = Saved(EmptyFolder()).checkpoint;
  settings.memory_limit = kNoRoomForIds;
  TrainUntil(3, *corpus, settings);
  settings.checkpoint.resume = true;
  ExpectSameRows(whole.input, Train(*corpus, settings).model.input);
}

TEST(Resume, AnEpochKeepsTheOrderOfItsBlocks) {
  const auto corpus = TextCorpus(TwoTopics(6000));
  const std::string folder = EmptyFolder();
  TrainSettings settings = Small();
  settings.memory_limit = kNoRoomForIds;  // so the blocks are read in their order
  const TrainedModel whole = Train(*corpus, settings).model;
  settings.checkpoint = Saved(folder + "/text").checkpoint;
  std::filesystem::create_directories(folder);
  ASSERT_TRUE(TrainUntil(2, *corpus, settings).stopped);
  settings.checkpoint.resume = true;
  settings.memory_limit = 0;
  ExpectSameRows(whole.input, Train(*corpus, settings).model.input);

  settings.checkpoint = Saved(folder + "/shuffled").checkpoint;
  ASSERT_TRUE(TrainUntil(2, *corpus, settings).stopped);
  settings.checkpoint.resume = true;
  settings.memory_limit = kNoRoomForIds;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("cannot be shuffled as it was before"));
}

TEST(Resume, HogwildGoesOnToo) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Saved(EmptyFolder());
  settings.threads = 2;
  TrainUntil(2, *corpus, settings);
  settings.checkpoint.resume = true;
  const TrainResult resumed = Train(*corpus, settings);
  EXPECT_EQ(resumed.progress.words_done, resumed.progress.words_total);
}

TEST(Resume, NarrowRowsGoOnToTheSameBytes) {
  const auto corpus = TextCorpus(TwoTopics(6000));
  for (const ContextKind context : {ContextKind::kSkipgram, ContextKind::kCbow}) {
    const auto narrow = [context](TrainSettings settings) {
      settings.model.context = context;
      settings.storage = RowStorage::kBf16;
      return settings;
    };
    const TrainedModel whole = Train(*corpus, narrow(Small())).model;
    for (int stopped_after = 1; stopped_after < 8; stopped_after += 3) {
      const std::string folder = EmptyFolder();
      ASSERT_TRUE(TrainUntil(stopped_after, *corpus, narrow(Saved(folder))).stopped);
      const TrainResult resumed = Train(*corpus, narrow(Saved(folder, /*resume=*/true)));
      EXPECT_EQ(resumed.progress.words_done, resumed.progress.words_total);
      ExpectSameRows(whole.input, resumed.model.input);
      ExpectSameRows(whole.output, resumed.model.output);
    }
  }
}

TEST(Resume, RefusesAnotherStorage) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Saved(EmptyFolder());
  settings.storage = RowStorage::kBf16;
  TrainUntil(1, *corpus, settings);
  settings.checkpoint.resume = true;
  settings.storage = RowStorage::kFloat32;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--storage was bf16 and is float32"));
}

TEST(Resume, StartsAfreshWhereThereIsNothingAndSaysSo) {
  std::vector<std::string> notes;
  TrainObserver observer;
  observer.note = [&](std::string_view note) { notes.emplace_back(note); };
  const auto corpus = TextCorpus(TwoTopics());
  const TrainedModel model = Train(*corpus, Saved(EmptyFolder(), true), observer).model;
  EXPECT_THAT(notes.front(), HasSubstr("no checkpoint in"));
  ExpectSameRows(model.input, Train(*corpus, Small()).model.input);
}

TEST(Resume, AnEndedRunGivesItsResultAgain) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  const TrainResult first = Train(*corpus, Saved(folder));
  const TrainResult again = Train(*corpus, Saved(folder, true));
  EXPECT_FALSE(again.stopped);
  ExpectSameRows(first.model.input, again.model.input);
  EXPECT_EQ(again.model.settings, first.model.settings);
}

TEST(Resume, KeepsPatience) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  const std::string valid = folder + "_valid.txt";
  for (int i = 0; i < 100; ++i) std::ofstream(valid, std::ios::app) << "a1 b1 a2 b2 a3 b3\n";
  const auto patient = [&](TrainSettings settings) {
    settings.valid = valid;
    settings.patience = 3;  // the better it knows the topics, the less it knows this text
    settings.epochs = 20;
    return settings;
  };
  std::size_t epochs = 0;
  TrainObserver observer;
  observer.epoch = [&](const EpochReport& report) { epochs = report.epoch; };
  const TrainResult whole = Train(*corpus, patient(Small()), observer);
  ASSERT_TRUE(whole.early);
  const std::size_t expected = epochs;
  TrainUntil(3, *corpus, patient(Saved(folder)));
  const TrainResult resumed = Train(*corpus, patient(Saved(folder, true)), observer);
  EXPECT_TRUE(resumed.early);
  EXPECT_EQ(epochs, expected);
  EXPECT_TRUE(Train(*corpus, patient(Saved(folder, true))).early);
}

TEST(Resume, RefusesAnotherCorpus) {
  const std::string folder = EmptyFolder();
  TrainUntil(1, *TextCorpus(TwoTopics()), Saved(folder));
  EXPECT_THAT(MessageOf(*TextCorpus(TwoTopics() + "a1 a2\n"), Saved(folder, true)),
              HasSubstr("another text"));
}

TEST(Resume, RefusesOtherSettings) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  TrainUntil(1, *corpus, Saved(folder));
  TrainSettings other = Saved(folder, true);
  other.model.window = 2;
  EXPECT_THAT(MessageOf(*corpus, other), HasSubstr("--window was 5 and is 2"));
}

TEST(Resume, IsAskedForWhereCheckpointsAre) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  TrainUntil(1, *corpus, Saved(folder));
  EXPECT_THAT(MessageOf(*corpus, Saved(folder)), HasSubstr("add --resume"));
  EXPECT_THAT(MessageOf(*corpus, Saved("", true)), HasSubstr("--resume needs --checkpoint"));
}

TEST(Checkpoints, ThatCannotBeWrittenAreAWarning) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  std::vector<std::string> warnings;
  TrainObserver observer;
  observer.ready = [&](const Vocabulary&, const MemoryEstimate&) {
    std::filesystem::remove_all(folder);
  };
  observer.warning = [&](std::string_view warning) { warnings.emplace_back(warning); };
  const TrainResult result = Train(*corpus, Saved(folder), observer);
  ASSERT_FALSE(warnings.empty());
  EXPECT_THAT(warnings.front(), HasSubstr("training goes on"));
  ExpectSameRows(result.model.input, Train(*corpus, Small()).model.input);
}

TEST(Checkpoints, SurviveDivergenceAndAreNamed) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  TrainSettings settings = Saved(folder);
  settings.lr = 1e6;
  settings.epochs = 50;
  const std::string message = MessageOf(*corpus, settings);
  EXPECT_THAT(message, HasSubstr("lower --lr"));
  if (std::filesystem::is_empty(folder)) return;  // it diverged before the first
  EXPECT_THAT(message, HasSubstr("--init " + folder));
}

// Going on with more text.

TrainSettings From(const std::string& path, bool grows) {
  TrainSettings settings = Small();
  settings.init = path;
  settings.grow_vocab = grows;
  return settings;
}

const std::string kMore = "a1 a2 new1 new1 new1 new1 new1 a3\n";

TEST(Init, KeepsOldRowsAndAddsNewOnes) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  const TrainedModel old = Train(*corpus, Saved(folder)).model;
  TrainSettings settings = From(folder, true);
  settings.lr = 0;
  const TrainedModel grown = Train(*TextCorpus(kMore), settings).model;
  ASSERT_EQ(grown.vocabulary.size(), old.vocabulary.size() + 1);
  EXPECT_EQ(grown.vocabulary.Word(TokenId{40}), "new1");
  for (std::uint32_t i = 0; i < old.input.rows(); ++i) {
    ASSERT_TRUE(std::ranges::equal(old.input.Row(RowId{i}), grown.input.Row(RowId{i})));
    ASSERT_TRUE(std::ranges::equal(old.output.Row(RowId{i}), grown.output.Row(RowId{i})));
  }
  EXPECT_TRUE(std::ranges::any_of(grown.input.Row(RowId{40}), [](float x) { return x != 0; }));
}

TEST(Init, NarrowRowsBeginWithTheOldRows) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  const TrainedModel old = Train(*corpus, Saved(folder)).model;
  TrainSettings settings = From(folder, true);
  settings.storage = RowStorage::kBf16;
  settings.lr = 0;
  const TrainedModel grown = Train(*TextCorpus(kMore), settings).model;
  ASSERT_EQ(grown.vocabulary.size(), old.vocabulary.size() + 1);
  for (std::uint32_t i = 0; i < old.input.rows(); ++i) {
    for (std::size_t c = 0; c < old.input.columns(); ++c) {
      const float input = old.input.Row(RowId{i})[c];
      const float output = old.output.Row(RowId{i})[c];
      ASSERT_NEAR(grown.input.Row(RowId{i})[c], input, std::abs(input) / 128);
      ASSERT_NEAR(grown.output.Row(RowId{i})[c], output, std::abs(output) / 128);
    }
  }
}

TEST(Init, TakesAnyFileOfVectors) {
  const std::string path = EmptyFolder() + ".txt";
  std::ofstream(path) << "2 10\na1 1 2 3 4 5 6 7 8 9 10\nold 0 0 0 0 0 0 0 0 0 1\n";
  for (const bool grows : {false, true}) {
    const TrainedModel model = Train(*TextCorpus(kMore), From(path, grows)).model;
    EXPECT_EQ(model.vocabulary.size(), grows ? 3U : 2U);
    EXPECT_EQ(model.vocabulary.Word(TokenId{1}), "old");
    EXPECT_EQ(model.input.Row(RowId{1})[9], 1);
  }
}

TEST(Init, NamesTheDimensionThatFits) {
  const std::string path = EmptyFolder() + ".txt";
  std::ofstream(path) << "1 3\na1 1 2 3\n";
  EXPECT_THAT(MessageOf(*TextCorpus(kMore), From(path, true)), HasSubstr("give --dim 3"));
  EXPECT_THAT(MessageOf(*TextCorpus("x y z\n"), From(path, true)), HasSubstr("--dim 3"));
  TrainSettings three = From(path, false);
  three.model.dim = 3;
  EXPECT_THAT(MessageOf(*TextCorpus("x y z\n"), three), HasSubstr("no word of the corpus"));
  EXPECT_THAT(MessageOf(*TextCorpus(kMore), From("", true)), HasSubstr("needs --init"));
}

TEST(Init, WorksWithEveryObjectiveAndIsResumed) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string folder = EmptyFolder();
  Train(*corpus, Saved(folder));
  const auto more = TextCorpus(TwoTopics() + kMore);
  for (const Objective objective :
       {Objective::kNegativeSampling, Objective::kHierarchicalSoftmax, Objective::kFullSoftmax}) {
    TrainSettings settings = From(folder, true);
    settings.model.objective = objective;
    const TrainedModel whole = Train(*more, settings).model;
    EXPECT_EQ(whole.vocabulary.size(), 41U);
    settings.checkpoint = {.folder = folder + "_2", .every = {.blocks = 1}, .resume = true};
    std::filesystem::remove_all(settings.checkpoint.folder);
    TrainUntil(3, *more, settings);
    ExpectSameRows(whole.input, Train(*more, settings).model.input);
  }
}

TEST(Init, WorksWithALineEndWordThatIsNew) {
  const std::string path = EmptyFolder() + ".txt";
  std::ofstream(path) << "1 10\na1 1 2 3 4 5 6 7 8 9 10\n";
  TrainSettings settings = From(path, true);
  ApplyCompat(settings, "word2vec");
  const TrainedModel model = Train(*TextCorpus(kMore), settings).model;
  EXPECT_EQ(model.vocabulary.Word(TokenId{0}), "a1");
  EXPECT_TRUE(model.vocabulary.Find("</s>"));
}

}  // namespace
}  // namespace firth::train
