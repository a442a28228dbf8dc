// Training with subwords: what no kind of model of the other tests shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "firth/error.h"
#include "firth/formats.h"
#include "text/subword_rows.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

using testing::HasSubstr;

TrainSettings Small(ContextKind context = ContextKind::kSkipgram) {
  TrainSettings settings;
  settings.model.context = context;
  settings.model.dim = 16;
  settings.model.subwords = kSubwords;
  settings.epochs = 3;
  settings.sample = 0;
  settings.threads = 1;
  settings.lr = 0.05;
  return settings;
}

TEST(TrainSubwords, UnknownWordsLieWithThoseTheyLookLike) {
  const auto corpus = TextCorpus(TwoTopics());
  for (const ContextKind context : {ContextKind::kSkipgram, ContextKind::kCbow}) {
    TrainSettings settings = Small(context);
    settings.model.subwords.buckets = 10'000;
    const WordVectors vectors = ToWordVectors(Train(*corpus, settings).model);
    ASSERT_FALSE(vectors.Find("a21"));
    const std::vector<float> unknown = *vectors.VectorOf("a21");
    EXPECT_GT(Cosine(unknown, *vectors.VectorOf("a12")), Cosine(unknown, *vectors.VectorOf("b12")));
    EXPECT_GT(Cosine(unknown, *vectors.VectorOf("a2")), Cosine(unknown, *vectors.VectorOf("b2")));
  }
}

TEST(TrainSubwords, DeterministicRunsDoNotDependOnThreads) {
  ExpectThreadsMakeNoDifference(Small());
}

TEST(TrainSubwords, GoesOnFromItsOwnVectors) {
  const auto corpus = TextCorpus(TwoTopics());
  TrainSettings settings = Small();
  const WordVectors before = ToWordVectors(Train(*corpus, settings).model);
  const std::string path = testing::TempDir() + "subwords_init.safetensors";
  WriteWordVectors(before, path, Format::kSafetensors);
  settings.init = path;
  settings.lr = 0;
  settings.epochs = 1;
  const WordVectors after = ToWordVectors(Train(*corpus, settings).model);
  for (const char* word : {"a1", "b19", "unknown"}) {
    EXPECT_GT(Cosine(*after.VectorOf(word), *before.VectorOf(word)), 1 - 1e-6) << word;
  }
  settings.model.subwords.buckets += 1;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--minn 2 --maxn 4 --bucket 100"));
}

TEST(TrainSubwords, NewWordsComeBetweenOldOnesAndNgrams) {
  TrainSettings settings = Small();
  const WordVectors before = ToWordVectors(Train(*TextCorpus(TwoTopics()), settings).model);
  settings.init = testing::TempDir() + "subwords_grow.bin";
  WriteWordVectors(before, settings.init, Format::kFasttext);
  settings.grow_vocab = true;
  settings.min_count = 1;
  settings.epochs = 1;
  settings.lr = 0;
  const auto corpus = TextCorpus("a1 b1 newcomer a2\n");
  const WordVectors after = ToWordVectors(Train(*corpus, settings).model);
  EXPECT_EQ(after.size(), before.size() + 1);
  ASSERT_TRUE(after.Find("newcomer"));
  for (const char* word : {"a1", "b19", "unknown", "newcomer"}) {
    // The new word has, beside its n-grams, a small row of its own.
    EXPECT_GT(Cosine(*after.VectorOf(word), *before.VectorOf(word)), 1 - 1e-2) << word;
  }
}

TEST(TrainSubwords, BucketsOfNoWordStayZero) {
  const auto corpus = TextCorpus(TwoTopics(100));
  TrainSettings settings = Small();
  settings.model.subwords.buckets = 100'000;
  const TrainedModel model = Train(*corpus, settings).model;
  text::SubwordRows used(model.vocabulary, settings.model.subwords);
  used.Pack();
  std::vector<bool> is_used(model.input.rows());
  std::fill_n(is_used.begin(), model.vocabulary.size(), true);
  for (const RowId row : used.places()) is_used[Index(row)] = true;
  for (std::uint32_t i = 0; i < model.input.rows(); ++i) {
    const bool is_zero =
        std::ranges::all_of(model.input.Row(RowId{i}), [](float x) { return x == 0; });
    ASSERT_EQ(is_zero, !is_used[i]) << i;
  }
}

TEST(TrainSubwords, AMeanOfBothMatricesIsRefusedBeforeLongWork) {
  EXPECT_NO_THROW(RequireMeanVectors({}));
  EXPECT_THAT(base::MessageOfError([&] { RequireMeanVectors(Small().model); }),
              HasSubstr("n-grams have no output vectors"));
}

TEST(TrainSubwords, SettingsMustGoTogether) {
  const auto corpus = TextCorpus(TwoTopics(10));
  TrainSettings settings = Small();
  settings.model.subwords = {.min_length = 5, .max_length = 4};
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("no n-gram is so long"));
  settings.model.subwords = {.min_length = 3, .max_length = 101};
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--maxn is 101"));
  settings.model.subwords = {.min_length = 3, .max_length = 6, .buckets = 0};
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--bucket is 0"));
  settings.model.subwords = {.min_length = 3, .max_length = 0, .buckets = 0};
  EXPECT_EQ(MessageOf(*corpus, settings), "");
}

TEST(TrainSubwords, HeldOutLossMovesNothing) {
  const auto corpus = TextCorpus(TwoTopics());
  const std::string path = testing::TempDir() + "subwords_valid.txt";
  {
    std::ofstream file(path);
    file << TwoTopics(50);
  }
  TrainSettings settings = Small();
  const TrainedModel without = Train(*corpus, settings).model;
  settings.valid = path;
  double loss = 0;
  TrainObserver observer;
  observer.epoch = [&](const EpochReport& report) { loss = *report.held_out_loss; };
  const TrainedModel with = Train(*corpus, settings, observer).model;
  EXPECT_GT(loss, 0);
  EXPECT_LT(loss, std::log(2));
  ExpectSameRows(without.input, with.input);
}

}  // namespace
}  // namespace firth::train
