#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "cooccurrence/cooccurrence_testing.h"
#include "firth/error.h"
#include "firth/ppmi.h"
#include "train/train_testing.h"

namespace firth {
namespace {

using testing::HasSubstr;

TrainSettings Small() {
  TrainSettings settings;
  StartFrom(settings, ContextKind::kPpmi);
  settings.model.dim = 8;
  settings.min_count = 1;
  settings.threads = 2;
  return settings;
}

constexpr int kTopics = 3;
constexpr int kTopicWords = 15;

/// Lines of one topic each ("a0" ..., "b0" ...), with some words that every topic has.
std::string Topics() {
  base::SplitMix64 random(1);
  std::string text;
  for (int line = 0; line < 2000; ++line) {
    for (int i = 0; i < 10; ++i) {
      const bool common = random.Below(4) == 0;
      text += common ? "of" : std::string(1, static_cast<char>('a' + line % kTopics));
      text += std::to_string(random.Below(common ? 5 : kTopicWords)) + " ";
    }
    text += '\n';
  }
  return text;
}

std::string MessageOf(const Corpus& corpus, const TrainSettings& settings) {
  return base::MessageOfError([&] { TrainPpmi(corpus, settings); });
}

void ExpectSameModel(const TrainedModel& a, const TrainedModel& b) {
  train::ExpectSameRows(a.input, b.input);
  train::ExpectSameRows(a.output, b.output);
}

TEST(TrainPpmi, WordsOfATopicAreAlike) {
  const auto corpus = TextCorpus(Topics());
  for (const double power : {0.0, 0.5, 1.0}) {
    TrainSettings settings = Small();
    settings.model.dim = 3;
    settings.model.ppmi.eigenvalue_power = power;
    const WordVectors vectors = ToWordVectors(TrainPpmi(*corpus, settings).model);
    EXPECT_GT(train::MeanCosine(vectors, 'a', 'a', kTopicWords), 0.9);
    EXPECT_LT(train::MeanCosine(vectors, 'a', 'b', kTopicWords), 0.3);
  }
}

TEST(TrainPpmi, IsTheSameForAnyNumberOfThreads) {
  const auto corpus = TextCorpus(Topics());
  TrainSettings settings = Small();
  settings.threads = 1;
  const TrainResult one = TrainPpmi(*corpus, settings);
  EXPECT_EQ(one.words, one.progress.words_total);
  EXPECT_EQ(one.progress.unit, "pairs");
  for (const unsigned threads : {2U, 3U}) {
    settings.threads = threads;
    ExpectSameModel(one.model, TrainPpmi(*corpus, settings).model);
  }
}

TEST(TrainPpmi, IsTheSameWhenPairsDoNotFitTheMemory) {
  const auto corpus = TextCorpus(cooccurrence::RandomText(20'000, 24, 3000));
  TrainSettings settings = Small();
  settings.model.window = 15;
  const TrainResult whole = TrainPpmi(*corpus, settings);
  settings.memory_limit = 24'000'000;
  MemoryEstimate memory;
  std::string notes;
  TrainObserver observer;
  observer.note = [&](std::string_view note) { notes += note; };
  observer.ready = [&](const Vocabulary&, const MemoryEstimate& said) { memory = said; };
  ExpectSameModel(whole.model, TrainPpmi(*corpus, settings, observer).model);
  EXPECT_LE(memory.Total(), settings.memory_limit);
  EXPECT_THAT(notes, HasSubstr("temporary"));
}

TEST(TrainPpmi, StopsWhenAsked) {
  const auto corpus = TextCorpus(Topics());
  std::stop_source stop;
  TrainObserver observer;
  observer.stop = stop.get_token();
  observer.progress = [&](const Progress&) { stop.request_stop(); };
  const TrainResult result = TrainPpmi(*corpus, Small(), observer);
  EXPECT_TRUE(result.stopped);
  EXPECT_TRUE(result.model.vocabulary.empty());
  EXPECT_LT(result.words, result.progress.words_total);
}

TEST(TrainPpmi, RefusesWhatCannotBe) {
  const auto corpus = TextCorpus(Topics());
  TrainSettings settings = Small();
  settings.model.ppmi.shift = 0;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--shift is 0"));
  settings = Small();
  settings.model.ppmi.context_smoothing = 2;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--context-smoothing"));
  settings = Small();
  settings.model.ppmi.eigenvalue_power = -1;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("--eig"));
  settings = Small();
  settings.model.ppmi.shift = 1e6;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("lower --shift"));
  settings = Small();
  settings.model.dim = 51;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("only 50 words"));
  settings = Small();
  settings.memory_limit = 8'000'000;
  EXPECT_THAT(MessageOf(*corpus, settings), HasSubstr("lower --dim"));
  EXPECT_THAT(MessageOf(*TextCorpus("a\nb\nc\nd\ne\nf\ng\nh\n"), Small()),
              HasSubstr("near each other"));
  EXPECT_THAT(train::MessageOf(*corpus, Small()), HasSubstr("TrainPpmi"));
}

}  // namespace
}  // namespace firth
