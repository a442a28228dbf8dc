#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "firth/error.h"
#include "glove/glove_testing.h"

namespace firth::glove {
namespace {

using testing::HasSubstr;

/// The losses of all epochs, and what was trained.
GloveResult TrainWithLosses(const Corpus& corpus, const TrainSettings& settings,
                            std::vector<double>& losses, std::vector<double>* held_out = nullptr) {
  TrainObserver observer;
  observer.epoch = [&](const EpochReport& report) {
    losses.push_back(report.loss.value_or(-1));
    if (held_out != nullptr) held_out->push_back(report.held_out_loss.value_or(-1));
  };
  return TrainGlove(corpus, settings, observer);
}

std::string MessageOf(const Corpus& corpus, const TrainSettings& settings) {
  return base::MessageOfError([&] { TrainGlove(corpus, settings); });
}

TEST(TrainGlove, WordsOfATopicAreAlike) {
  const auto corpus = TextCorpus(MixedTopics());
  TrainSettings settings = Small();
  settings.epochs = 30;
  const WordVectors vectors =
      ToWordVectors(TrainGlove(*corpus, settings).model, OutputVectors::kSum, false);
  EXPECT_GT(train::MeanCosine(vectors, 'a', 'a', kTopicWords),
            train::MeanCosine(vectors, 'a', 'b', kTopicWords) + 0.5);
}

TEST(TrainGlove, LossFalls) {
  const auto corpus = TextCorpus(MixedTopics());
  TrainSettings settings = Small();
  settings.epochs = 20;
  std::vector<double> losses;
  TrainWithLosses(*corpus, settings, losses);
  ASSERT_EQ(losses.size(), 20U);
  for (std::size_t i = 1; i < 5; ++i) EXPECT_LT(losses[i], losses[i - 1]);
  EXPECT_LT(losses.back(), losses.front() / 2);
}

TEST(TrainGlove, IsTheSameForAnyNumberOfThreads) {
  const auto corpus = TextCorpus(Skewed());
  TrainSettings settings = Small();
  settings.threads = 1;
  std::vector<double> losses;
  const GloveResult one = TrainWithLosses(*corpus, settings, losses);
  EXPECT_GT(one.pairs, 0U);
  EXPECT_EQ(one.pairs, one.progress.words_total);
  for (const unsigned threads : {2U, 3U, 8U}) {
    settings.threads = threads;
    std::vector<double> other_losses;
    const GloveResult other = TrainWithLosses(*corpus, settings, other_losses);
    ExpectSame(one.model, other.model);
    EXPECT_EQ(losses, other_losses);
  }
}

TEST(TrainGlove, IsTheSameWhenPairsDoNotFitTheMemory) {
  const auto corpus = TextCorpus(Skewed(20'000, 3000));
  TrainSettings settings = Small();
  settings.model.window = 15;
  settings.epochs = 2;
  const GloveModel whole = TrainGlove(*corpus, settings).model;
  settings.memory_limit = 24'000'000;
  TrainObserver observer;
  std::string notes;
  observer.note = [&](std::string_view note) { notes += note; };
  MemoryEstimate memory;
  observer.ready = [&](const Vocabulary&, const MemoryEstimate& said) { memory = said; };
  ExpectSame(whole, TrainGlove(*corpus, settings, observer).model);
  EXPECT_LE(memory.Total(), settings.memory_limit);
}

TEST(TrainGlove, AnotherSeedIsAnotherModel) {
  const auto corpus = TextCorpus(Skewed(200));
  TrainSettings settings = Small();
  const GloveModel one = TrainGlove(*corpus, settings).model;
  settings.seed = 2;
  const GloveModel other = TrainGlove(*corpus, settings).model;
  EXPECT_NE(one.vectors.input.Row(RowId{0})[0], other.vectors.input.Row(RowId{0})[0]);
}

TEST(TrainGlove, ResumesToTheSameBytes) {
  const auto corpus = TextCorpus(Skewed());
  const GloveModel whole = TrainGlove(*corpus, Small()).model;
  for (const int stopped_after : {1, 4, 9}) {
    TrainSettings settings = Small();
    settings.checkpoint = {.folder = train::EmptyFolder(), .every = {.blocks = 10}};
    std::stop_source stop;
    TrainObserver observer;
    observer.stop = stop.get_token();
    int left = stopped_after;
    observer.note = [&](std::string_view note) {
      if (note.starts_with("checkpoint") && --left == 0) stop.request_stop();
    };
    const GloveResult part = TrainGlove(*corpus, settings, observer);
    ASSERT_TRUE(part.stopped);
    settings.checkpoint.resume = true;
    settings.threads = 3;
    const GloveResult resumed = TrainGlove(*corpus, settings);
    EXPECT_FALSE(resumed.stopped);
    EXPECT_EQ(part.pairs + resumed.pairs, resumed.progress.words_total);
    ExpectSame(whole, resumed.model);
    TrainObserver none;
    none.counting_pairs = [](double) { ADD_FAILURE() << "nothing is left to do"; };
    ExpectSame(whole, TrainGlove(*corpus, settings, none).model);
    EXPECT_THAT(MessageOf(*TextCorpus(Skewed(100)), settings), HasSubstr("another text"));
    settings.model.glove.eta = 0.1;
    EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--eta was 0.05 and is 0.1"));
  }
}

TEST(TrainGlove, HeldOutTextIsMeasuredAndPatienceEnds) {
  const auto corpus = TextCorpus(Skewed());
  TrainSettings settings = Small();
  settings.valid = testing::TempDir() + "glove_valid.txt";
  std::ofstream(settings.valid) << Skewed();
  settings.epochs = 4;
  std::vector<double> losses;
  std::vector<double> held_out;
  TrainWithLosses(*corpus, settings, losses, &held_out);
  ASSERT_EQ(held_out.size(), 4U);
  // The text itself, after its last steps: less than what it was on the way.
  for (std::size_t i = 0; i < 4; ++i) EXPECT_LT(held_out[i], losses[i]);

  settings.model.glove.eta = 0;  // biases learn all the same
  settings.epochs = 300;
  settings.patience = 2;
  std::ofstream(settings.valid) << "w0 w1\nw399 w398 w397\n";
  EXPECT_TRUE(TrainGlove(*corpus, settings).early);
  std::ofstream(settings.valid) << "none\n";
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("glove_valid.txt"));
}

TEST(TrainGlove, StopsWhenAsked) {
  const auto corpus = TextCorpus(Skewed());
  std::stop_source stop;
  TrainObserver observer;
  observer.stop = stop.get_token();
  observer.epoch = [&](const EpochReport&) { stop.request_stop(); };
  const GloveResult result = TrainGlove(*corpus, Small(), observer);
  EXPECT_TRUE(result.stopped);
  EXPECT_LT(result.progress.words_done, result.progress.words_total);
  EXPECT_EQ(result.progress.unit, "pairs");

  stop = {};
  observer.stop = stop.get_token();
  stop.request_stop();
  EXPECT_TRUE(TrainGlove(*corpus, Small(), observer).model.vectors.vocabulary.empty());
}

TEST(TrainGlove, RefusesWhatCannotBe) {
  const auto corpus = TextCorpus("a b a b\n");
  TrainSettings settings = Small();
  settings.model.glove.x_max = 0;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--x-max"));
  settings = Small();
  settings.memory_limit = 8'000'000;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("lower --dim"));
  EXPECT_THAT(MessageOf(*TextCorpus("a\nb\n"), Small()), HasSubstr("near each other"));
  EXPECT_THAT(train::MessageOf(*corpus, Small()),
              HasSubstr("a GloVe model is trained by TrainGlove"));
  settings = Small();
  settings.init = "vectors.txt";
  EXPECT_EQ(MessageOf(*corpus, settings), "GloVe starts from random vectors: leave out --init");
  settings = Small();
  settings.ranks.shard = ModelShard::kColumns;
  EXPECT_EQ(MessageOf(*corpus, settings), "--shard-model columns is for skip-gram");
}

TEST(GloveVectors, AreAsAskedFor) {
  TrainSettings settings = Small();
  const auto vectors = [&](OutputVectors which, bool unknown_row = false) {
    return ToWordVectors(TrainGlove(*TextCorpus(Skewed(300)), settings).model, which, unknown_row);
  };
  const GloveModel model = TrainGlove(*TextCorpus(Skewed(300)), settings).model;
  const auto row = [&](const WordVectors& of, std::uint32_t i) {
    return of.matrix().Row(RowId{i});
  };
  const WordVectors sum = vectors(OutputVectors::kSum);
  const WordVectors mean = vectors(OutputVectors::kMean);
  const WordVectors all = vectors(OutputVectors::kAll);
  ASSERT_EQ(all.dim(), 22U);
  for (std::uint32_t i = 0; i < sum.size(); ++i) {
    const auto word = model.vectors.input.Row(RowId{i});
    const auto context = model.vectors.output.Row(RowId{i});
    for (std::size_t c = 0; c < 10; ++c) {
      EXPECT_FLOAT_EQ(row(sum, i)[c], word[c] + context[c]);
      EXPECT_FLOAT_EQ(row(mean, i)[c], (word[c] + context[c]) / 2);
      EXPECT_EQ(row(all, i)[c], word[c]);
      EXPECT_EQ(row(all, i)[11 + c], context[c]);
    }
    EXPECT_EQ(row(all, i)[10], model.biases.Row(RowId{i})[0]);
    EXPECT_EQ(row(all, i)[21], model.context_biases.Row(RowId{i})[0]);
  }
  const WordVectors unknown = vectors(OutputVectors::kSum, true);
  ASSERT_EQ(unknown.size(), sum.size() + 1);
  double rarest = 0;
  for (std::size_t i = sum.size() - 100; i < sum.size(); ++i) {
    rarest += row(sum, static_cast<std::uint32_t>(i))[3];
  }
  EXPECT_NEAR((*unknown.Find("<unk>"))[3], rarest / 100, 1e-6);
}

}  // namespace
}  // namespace firth::glove
