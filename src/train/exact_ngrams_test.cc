// Training with a row for each n-gram (--ngrams exact).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "firth/error.h"
#include "firth/formats.h"
#include "train/memory.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

using testing::HasSubstr;

TrainSettings Small() {
  TrainSettings settings;
  settings.model.dim = 16;
  settings.model.subwords = kOwnRows;
  settings.epochs = 3;
  settings.sample = 0;
  settings.threads = 1;
  settings.lr = 0.05;
  return settings;
}

TEST(TrainExactNgrams, UnknownWordsLieWithThoseTheyLookLike) {
  const TrainedModel model = Train(*TextCorpus(TwoTopics()), Small()).model;
  ASSERT_TRUE(model.ngrams);
  EXPECT_EQ(model.input.rows(), model.vocabulary.size() + model.ngrams->size());
  for (std::uint32_t i = 0; i < model.ngrams->size(); ++i) {
    EXPECT_GE(Value(model.ngrams->CountOf(TokenId{i})), kOwnRows.min_count);
  }
  EXPECT_TRUE(model.ngrams->Find("<a1"));
  EXPECT_FALSE(model.ngrams->Find("<a1>"));
  const WordVectors vectors = ToWordVectors(Train(*TextCorpus(TwoTopics()), Small()).model);
  const std::vector<float> unknown = *vectors.VectorOf("a21");
  EXPECT_GT(Cosine(unknown, *vectors.VectorOf("a12")), Cosine(unknown, *vectors.VectorOf("b12")));
  EXPECT_FALSE(vectors.VectorOf("xyz"));
}

TEST(TrainExactNgrams, DeterministicRunsDoNotDependOnThreads) {
  ExpectThreadsMakeNoDifference(Small());
}

TEST(TrainExactNgrams, GoesOnFromItsOwnVectors) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Small();
  const WordVectors before = ToWordVectors(Train(*corpus, settings).model);
  settings.init = testing::TempDir() + "exact_init.safetensors";
  WriteWordVectors(before, settings.init, Format::kSafetensors);
  settings.lr = 0;
  settings.epochs = 1;
  const WordVectors after = ToWordVectors(Train(*corpus, settings).model);
  ASSERT_EQ(after.subwords()->rows.rows(), before.subwords()->rows.rows());
  for (const char* word : {"a1", "b19", "a77"}) {
    EXPECT_GT(Cosine(*after.VectorOf(word), *before.VectorOf(word)), 1 - 1e-6) << word;
  }
  settings.model.subwords.min_count += 1;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--ngrams exact --min-ngram-count 2500"));
  settings.model.subwords = kSubwords;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--ngrams exact --min-ngram-count 2500"));
}

TEST(TrainExactNgrams, NewNgramsComeBehindOldOnes) {
  TrainSettings settings = Small();
  const WordVectors before = ToWordVectors(Train(*TextCorpus(TwoTopics()), settings).model);
  settings.init = testing::TempDir() + "exact_grow.safetensors";
  WriteWordVectors(before, settings.init, Format::kSafetensors);
  settings.lr = 0;
  settings.epochs = 1;
  settings.min_count = 1;
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "zz a1 b1\n";
  const WordVectors same = ToWordVectors(Train(*TextCorpus(text), settings).model);
  EXPECT_EQ(same.subwords()->ngrams->size(), before.subwords()->ngrams->size());
  settings.grow_vocab = true;
  const WordVectors after = ToWordVectors(Train(*TextCorpus(text), settings).model);
  const Vocabulary& old = *before.subwords()->ngrams;
  const Vocabulary& all = *after.subwords()->ngrams;
  ASSERT_GT(all.size(), old.size());
  for (std::uint32_t i = 0; i < old.size(); ++i) {
    EXPECT_EQ(all.Word(TokenId{i}), old.Word(TokenId{i}));
    EXPECT_THAT(after.subwords()->rows.Row(RowId{i}),
                testing::ElementsAreArray(before.subwords()->rows.Row(RowId{i})));
  }
  EXPECT_TRUE(all.Find("<zz>"));
}

TEST(TrainExactNgrams, SettingsMustGoTogether) {
  const auto corpus = TextCorpus(TwoTopics(10));
  TrainSettings settings = Small();
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("lower --min-ngram-count"));
  settings.model.subwords.min_count = 0;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--min-ngram-count is 0"));
  settings.model.subwords.min_count = 1;
  settings.model.subwords.buckets = 0;  // means nothing here
  EXPECT_EQ(MessageOf(*corpus, settings), "");
}

Ingested Words(unsigned count) {
  Ingested ingested;
  for (unsigned i = 0; i < count; ++i) {
    ingested.vocabulary.Add("word" + std::to_string(i * 7919), Count{10 + 100'000U / (1 + i)});
  }
  ingested.tokens_before = {0, 1'000'000};
  return ingested;
}

TEST(TrainExactNgrams, MemoryIsNamedAndSoIsACountThatFits) {
  Ingested ingested = Words(3000);
  TrainSettings settings = Small();
  settings.model.dim = 100;
  settings.private_rows = 0;
  settings.model.subwords.min_count = 1;
  const std::uint64_t without = EstimateMemory(ingested, settings).matrices;
  ingested.ngrams =
      std::make_shared<const Vocabulary>(CountNgrams(ingested.vocabulary, settings.model.subwords));
  const MemoryEstimate with = EstimateMemory(ingested, settings);
  EXPECT_EQ(with.matrices - without, ingested.ngrams->size() * 112 * 4);
  EXPECT_GT(with.subwords, ingested.ngrams->MemoryBytes());
  settings.memory_limit = with.Total() - 1'000'000;
  const std::string message = base::MessageOfError([&] { FitMemory(ingested, settings, true); });
  const std::string flag = "--min-ngram-count ";
  const std::size_t at = message.find(flag);
  ASSERT_NE(at, std::string::npos) << message;
  settings.model.subwords.min_count = std::stoul(message.substr(at + flag.size()));
  ingested.ngrams =
      std::make_shared<const Vocabulary>(CountNgrams(ingested.vocabulary, settings.model.subwords));
  EXPECT_FALSE(ingested.ngrams->empty());
  EXPECT_LE(FitMemory(ingested, settings, true).Total(), settings.memory_limit);
}

}  // namespace
}  // namespace firth::train
