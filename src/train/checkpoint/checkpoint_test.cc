#include "train/checkpoint/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::train {
namespace {

using testing::HasSubstr;
using testing::Not;

Checkpoint Written(const TrainSettings& settings, const TrainingState& state = {}) {
  Checkpoint checkpoint{"DIR/file", {}, state};
  checkpoint.model.settings = CheckpointRecord(settings, state);
  return checkpoint;
}

std::string Refusal(const TrainSettings& then, TrainSettings now) {
  try {
    MatchSettings(Written(then), now, {});
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kSettings);
    return error.what();
  }
  return "";
}

TEST(CheckpointRecord, GivesTheStateBack) {
  const TrainingState state{.epoch = 3,
                            .block = 77,
                            .finished = true,
                            .early = true,
                            .patience = {.best = 0.1 + 0.2, .since_best = 2},
                            .corpus = 0xFFFFFFFFFFFFFFFFU};
  const TrainingState read = StateOf(CheckpointRecord({}, state), "file");
  EXPECT_EQ(read.epoch, 3U);
  EXPECT_EQ(read.block, 77U);
  EXPECT_TRUE(read.finished);
  EXPECT_TRUE(read.early);
  EXPECT_EQ(read.patience.best, 0.1 + 0.2);
  EXPECT_EQ(read.patience.since_best, 2U);
  EXPECT_EQ(read.corpus, 0xFFFFFFFFFFFFFFFFU);
}

TEST(CheckpointRecord, IsMissedInOtherFiles) {
  EXPECT_THAT(base::MessageOfError([&] { StateOf(SettingsRecord({}), "file"); }),
              HasSubstr("file: is no checkpoint: it says nothing of"));
  Metadata odd = CheckpointRecord({}, {});
  odd["checkpoint.block"] = "-1";
  EXPECT_THAT(base::MessageOfError([&] { StateOf(odd, "file"); }),
              HasSubstr("file: is no checkpoint: it says nothing of checkpoint.block"));
}

TEST(SettingsRecord, SaysNothingOfTheRunItself) {
  TrainSettings settings;
  settings.checkpoint.folder = "DIR";
  EXPECT_FALSE(SettingsRecord(settings).contains("checkpoint"));
  EXPECT_FALSE(SettingsRecord(settings).contains("resume"));
  EXPECT_EQ(SettingsRecord(settings).at("dim"), "100");
}

TEST(MatchSettings, NamesEachSettingThatDiffers) {
  TrainSettings then;
  TrainSettings now;
  now.model.dim = 50;
  now.epochs = 9;
  const std::string refusal = Refusal(then, now);
  EXPECT_THAT(refusal, HasSubstr("--dim was 100 and is 50"));
  EXPECT_THAT(refusal, HasSubstr("--epochs was 5 and is 9"));
  EXPECT_THAT(refusal, Not(HasSubstr("--window")));
}

TEST(MatchSettings, SeesTheModelAndWhatCompatSets) {
  TrainSettings cbow;
  cbow.model.context = ContextKind::kCbow;
  cbow.lr = 0.025;
  EXPECT_THAT(Refusal({}, cbow), HasSubstr("it trained skipgram, not cbow"));
  TrainSettings line_end;
  line_end.line_end = LineEnd::kWord2vec;
  EXPECT_THAT(Refusal({}, line_end), HasSubstr("--compat was"));
}

TEST(MatchSettings, LetsThreadsAndMemoryDiffer) {
  TrainSettings now;
  now.threads = 7;
  now.memory_limit = 1'000'000'000;
  EXPECT_EQ(Refusal({}, now), "");
}

TEST(MatchSettings, GoesOnWithTheSameInstructions) {
  TrainSettings then;
  then.cpu_target = CpuTarget::kScalar;
  TrainSettings now;
  MatchSettings(Written(then), now, {});
  EXPECT_EQ(now.cpu_target, CpuTarget::kScalar);
}

TEST(MatchSettings, WarnsWhereTheInstructionsAreMissing) {
  Checkpoint checkpoint = Written({});
  checkpoint.model.settings["checkpoint.cpu-target"] = "abacus";
  std::string warned;
  TrainObserver observer;
  observer.warning = [&](std::string_view text) { warned = text; };
  TrainSettings now;
  MatchSettings(checkpoint, now, observer);
  EXPECT_THAT(warned, HasSubstr("abacus"));
  now.cpu_target = CpuTarget::kScalar;
  EXPECT_THAT(base::MessageOfError([&] { MatchSettings(checkpoint, now, {}); }),
              HasSubstr("cannot be resumed with other settings: "));
}

}  // namespace
}  // namespace firth::train
