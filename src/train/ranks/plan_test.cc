#include "firth/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "base/error_testing.h"
#include "firth/formats.h"
#include "train/ranks/local_ranks_testing.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

PlanSettings Web() {
  PlanSettings settings{
      .words = 100e9, .vocabulary = 100'000, .hosts = 32, .network = 10e9, .threads = 16};
  settings.training.model.dim = 300;
  return settings;
}

TEST(PlanTraining, AddsUp) {
  const Plan plan = PlanTraining(Web());
  EXPECT_NEAR(plan.matrices, 2 * 100'000 * 304 * 4.0, 1);
  EXPECT_EQ(plan.base, plan.matrices);
  EXPECT_GT(plan.memory, plan.matrices + plan.base + plan.ids);
  EXPECT_GT(plan.efficiency, 0);
  EXPECT_LE(plan.efficiency, 1);
  EXPECT_GE(plan.seconds * plan.efficiency, 4.99 * plan.computing);
}

TEST(PlanTraining, SendsNothingFromOneHost) {
  PlanSettings settings = Web();
  settings.hosts = 1;
  const Plan plan = PlanTraining(settings);
  EXPECT_EQ(plan.sent, 0);
  EXPECT_EQ(plan.efficiency, 1);
}

TEST(PlanTraining, IsSlowOnASlowNetwork) {
  PlanSettings settings = Web();
  settings.network = 10e6;
  settings.training.ranks.wire = WireFormat::kFloat;
  const Plan slow = PlanTraining(settings);
  EXPECT_LT(slow.efficiency, 0.5);
  EXPECT_NEAR(slow.seconds, 5 * slow.network, 1);
  settings.training.ranks.wire = WireFormat::kBf16;
  EXPECT_LT(PlanTraining(settings).sent, slow.sent * 0.55);
}

TEST(PlanTraining, RefusesWhatItDoesNotKnow) {
  PlanSettings settings = Web();
  settings.training.model.objective = Objective::kHierarchicalSoftmax;
  EXPECT_THAT(base::MessageOfError([&] { PlanTraining(settings); }),
              testing::HasSubstr("negative sampling"));
  settings = Web();
  settings.hosts = 0;
  EXPECT_THAT(base::MessageOfError([&] { PlanTraining(settings); }), testing::HasSubstr("--hosts"));
}

/// Words by Zipf's law, ten a line.
std::string ZipfText(int words, std::uint32_t vocabulary) {
  base::SplitMix64 random(1);
  std::string text;
  for (int i = 1; i <= words; ++i) {
    const double u = random.UnitFloat();
    const auto rank = static_cast<std::uint32_t>(std::pow(vocabulary, u));
    text += "w" + std::to_string(rank) + (i % 10 == 0 ? "\n" : " ");
  }
  return text;
}

TEST(PlanTraining, ForetellsTheTrafficOfTraining) {
  const std::string path = testing::TempDir() + "plan_test.txt";
  constexpr int kWords = 600'000;
  const std::string text = ZipfText(kWords, 20'000);
  std::ofstream(path, std::ios::binary) << text;
  TrainSettings settings;
  settings.model.dim = 8;
  settings.epochs = 2;
  settings.threads = 1;
  settings.min_count = 1;
  settings.ranks.exchange_words = 60'000;  // some blocks, however long the words are
  settings.read_vocab = testing::TempDir() + "plan_test.vocab";
  TrainSettings counting = settings;
  counting.read_vocab.clear();
  WriteVocabularyFile(CountWords(*TextCorpus(text), counting), settings.read_vocab);
  std::uint64_t sent = 0;
  RunAsRanks(3, [&](Communicator& ranks) {
    const auto corpus = OpenCorpusShare({path}, {.rank = ranks.rank(), .ranks = 3});
    TrainTogether(ranks, *corpus, settings);
    if (ranks.rank() == 1) sent = ranks.traffic().sent;
  });
  const Plan plan = PlanTraining({.words = kWords, .hosts = 3, .threads = 1, .training = settings});
  EXPECT_NEAR(static_cast<double>(sent) / (2 * plan.sent), 1, 0.15);
}

}  // namespace
}  // namespace firth::train
