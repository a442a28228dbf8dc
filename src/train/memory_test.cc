#include "train/memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::train {
namespace {

using testing::HasSubstr;

Ingested Small() {
  Ingested ingested;
  for (int i = 0; i < 1000; ++i) ingested.vocabulary.Add("w" + std::to_string(i), Count{5});
  ingested.tokens_before = {0, 1'000'000};
  UnitStore units;
  units.Append(0, std::vector<IdCode::Unit>(2'000'000, 1));
  ingested.ids.emplace(IdCode(1000), 1, units.TakeChunks());
  return ingested;
}

TEST(FitMemory, CountsWhatTrainingTakes) {
  Ingested ingested = Small();
  const MemoryEstimate estimate = FitMemory(ingested, {.threads = 2}, true);
  EXPECT_EQ(estimate.matrices, 1000U * 112 * 4 * 2);
  EXPECT_NEAR(static_cast<double>(estimate.id_stream), 4e6, 100);
  EXPECT_EQ(estimate.program, 3'000'000U);
  EXPECT_TRUE(ingested.ids);
}

TEST(FitMemory, NarrowRowsTakeHalfOfTheMatrices) {
  Ingested ingested = Small();
  TrainSettings settings{.threads = 2};
  const MemoryEstimate whole = FitMemory(ingested, settings, true);
  settings.storage = RowStorage::kBf16;
  const MemoryEstimate half = FitMemory(ingested, settings, true);
  EXPECT_EQ(half.matrices, 1000U * 112 * 2 * 2);
  // What threads copy stays whole, and so is what they work on: 16 words in reach, 6 outputs.
  EXPECT_EQ(half.copies, whole.copies + 2 * (16 + 6) * 112 * sizeof(float));
  settings.memory_limit = half.Total();
  FitMemory(ingested, settings, true);
  EXPECT_TRUE(ingested.ids);
}

TEST(FitMemory, GivesUpTheIdsFirst) {
  Ingested ingested = Small();
  const MemoryEstimate estimate =
      FitMemory(ingested, {.threads = 2, .memory_limit = 6'000'000, .private_rows = 0}, true);
  EXPECT_FALSE(ingested.ids);
  EXPECT_EQ(estimate.id_stream, 0U);
}

TEST(FitMemory, CountsAHeldOutText) {
  Ingested ingested = Small();
  const TrainSettings settings{.threads = 2, .memory_limit = 20'000'000, .private_rows = 0};
  EXPECT_EQ(FitMemory(ingested, settings, true, {.held_out = 1'000'000}).held_out, 1'000'000U);
  EXPECT_TRUE(ingested.ids);
  EXPECT_EQ(FitMemory(ingested, settings, true, {.held_out = 15'000'000}).held_out, 15'000'000U);
  EXPECT_FALSE(ingested.ids);
  EXPECT_THAT(
      base::MessageOfError([&] { FitMemory(ingested, settings, true, {.held_out = 20'000'000}); }),
      HasSubstr(", held-out text 20 MB), the limit is 20 MB; "));
}

TEST(FitMemory, SaysWhatToDoWhenNothingFits) {
  Ingested ingested = Small();
  try {
    FitMemory(ingested, {.memory_limit = 500'000}, true);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kMemory);
    EXPECT_THAT(error.what(), testing::HasSubstr("lower --dim"));
  }
  Ingested once = Small();
  EXPECT_THAT(base::MessageOfError([&] {
                FitMemory(once, {.threads = 2, .memory_limit = 6'000'000, .private_rows = 0},
                          false);
              }),
              HasSubstr("save standard input to a file; "));
}

std::string MessageOfFit(const TrainSettings& settings) {
  Ingested ingested = Small();
  return base::MessageOfError([&] { FitMemory(ingested, settings, true); });
}

/// The number that a message gives with a flag; 0 when it does not name it.
std::size_t ValueIn(const std::string& message, const std::string& flag) {
  const std::size_t at = message.find(flag + " ");
  return at == std::string::npos ? 0 : std::stoul(message.substr(at + flag.size() + 1));
}

TEST(FitMemory, NamesValuesThatFit) {
  TrainSettings settings{.threads = 1, .memory_limit = 4'000'000, .private_rows = 0};
  settings.model.subwords = {.min_length = 3, .max_length = 6, .buckets = 100'000};
  const std::string message = MessageOfFit(settings);
  const auto value = [&](const std::string& flag) { return ValueIn(message, flag); };
  const std::size_t buckets = value("--bucket");
  ASSERT_GT(buckets, 0U) << message;
  EXPECT_EQ(value("--max-vocab"), 0U) << "the buckets alone are too many: " << message;
  EXPECT_THAT(message, testing::HasSubstr("would fit; or raise --memory-limit"));
  settings.model.subwords.buckets = buckets;
  Ingested fits = Small();
  EXPECT_LE(FitMemory(fits, settings, true).Total(), settings.memory_limit);
  // A little more does not.
  settings.model.subwords.buckets = buckets * 11 / 10 + 1;
  Ingested larger = Small();
  EXPECT_THAT(base::MessageOfError([&] { FitMemory(larger, settings, true); }),
              HasSubstr("--bucket"));
}

TEST(FitMemory, NamesADimensionAndAVocabularyThatFit) {
  TrainSettings settings{.threads = 1, .memory_limit = 3'300'000, .private_rows = 0};
  const std::string message = MessageOfFit(settings);
  const auto value = [&](const std::string& flag) { return ValueIn(message, flag); };
  ASSERT_GT(value("--dim"), 0U) << message;
  ASSERT_GT(value("--max-vocab"), 0U) << message;
  TrainSettings narrower = settings;
  narrower.model.dim = value("--dim");
  Ingested fits = Small();
  FitMemory(fits, narrower, true);
  Ingested fewer = Small();
  Vocabulary words;
  for (std::uint32_t i = 0; i < value("--max-vocab"); ++i) words.Add("w" + std::to_string(i));
  fewer.vocabulary = std::move(words);
  FitMemory(fewer, settings, true);
}

TEST(FitMemory, ProposesNarrowRowsWhereTheModelHasThem) {
  TrainSettings settings{.threads = 1, .memory_limit = 3'300'000, .private_rows = 0};
  const auto proposes = [](const TrainSettings& asked, const MemoryBesides& besides = {}) {
    Ingested ingested = Small();
    const std::string message =
        base::MessageOfError([&] { FitMemory(ingested, asked, true, besides); });
    EXPECT_THAT(message, testing::HasSubstr("--dim "));
    return message.find("--storage bf16") != std::string::npos;
  };
  EXPECT_TRUE(proposes(settings));
  TrainSettings narrow = settings;
  narrow.storage = RowStorage::kBf16;
  Ingested fits = Small();
  EXPECT_LE(FitMemory(fits, narrow, true).Total(), settings.memory_limit);

  EXPECT_FALSE(proposes(settings, {.together = true})) << "several ranks have none";
  TrainSettings tree = settings;
  tree.model.objective = Objective::kHierarchicalSoftmax;
  EXPECT_FALSE(proposes(tree));
  TrainSettings tight = settings;
  tight.memory_limit = 2'900'000;
  EXPECT_FALSE(proposes(tight)) << "half of the matrices is too much, too";
}

TEST(FitMemory, ProposesToRanksWhatFitsThem) {
  TrainSettings settings{.threads = 1, .memory_limit = 5'000'000, .private_rows = 0};
  Ingested ingested = Small();
  const std::string message =
      base::MessageOfError([&] { FitMemory(ingested, settings, true, {.together = true}); });
  settings.model.dim = ValueIn(message, "--dim");
  ASSERT_GT(settings.model.dim, 0U) << message;
  Ingested fits = Small();
  EXPECT_GT(FitMemory(fits, settings, true, {.together = true}).ranks, 0U);
}

TEST(FitMemory, NamesTheBucketsWhereThereAreSome) {
  Ingested ingested = Small();
  TrainSettings settings{.threads = 1};
  const MemoryEstimate without = EstimateMemory(ingested, settings);
  settings.model.subwords = {.min_length = 3, .max_length = 6, .buckets = 1000};
  const MemoryEstimate with = EstimateMemory(ingested, settings);
  EXPECT_EQ(with.matrices - without.matrices, 1000U * 112 * 4);
  // "w123" has 4 + 3 + 2 + 1 n-grams.
  EXPECT_NEAR(static_cast<double>(with.subwords), 1000 * 11 * 4 + 1001 * 8 + 2 * 16 * 448, 3000);
  EXPECT_EQ(without.subwords, 0U);
  settings.memory_limit = 500'000;
  try {
    FitMemory(ingested, settings, true);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("lower --dim, --bucket or --max-vocab"));
  }
}

TEST(EstimateMemory, CountsTreesAndTheScoresOfAllWords) {
  const Ingested ingested = Small();
  TrainSettings settings;
  EXPECT_EQ(EstimateMemory(ingested, settings).objective, 0U);
  settings.model.objective = Objective::kHierarchicalSoftmax;
  // A thousand words of equal count are about ten turns from the root.
  EXPECT_NEAR(static_cast<double>(EstimateMemory(ingested, settings).objective), 1000 * 11 * 8,
              1e4);
  settings.model.objective = Objective::kFullSoftmax;
  settings.threads = 1;
  const std::uint64_t one = EstimateMemory(ingested, settings).objective;
  EXPECT_GT(one, 1000U * 10 * 4);
  settings.threads = 3;
  EXPECT_EQ(EstimateMemory(ingested, settings).objective, 3 * one);
}

TEST(WordBudget, EndsCountingInTime) {
  WordBudget budget({.memory_limit = 1000});
  budget.Take(600);
  EXPECT_THAT(base::MessageOfError([&] { budget.Take(600); }), HasSubstr("raise --memory-limit"));
}

}  // namespace
}  // namespace firth::train
