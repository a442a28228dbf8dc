#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/error_testing.h"
#include "classify/drawn_settings.h"
#include "firth/classify.h"
#include "firth/error.h"

namespace firth {
namespace {

using testing::HasSubstr;

/// Animals and vehicles in turn, and now and then a plant.
std::string Text() {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    if (i % 30 == 0) text += "__label__plant the oak " + std::to_string(i) + "\n";
    text += i % 2 == 0 ? "__label__animal the cat and dog " : "__label__vehicle the car and bus ";
    text += std::to_string(i) + "\n";
  }
  return text;
}

AutotuneResult Search(const ClassifierSettings& settings, const AutotuneSettings& autotune,
                      std::vector<AutotuneTrial>& trials) {
  const auto corpus = TextCorpus(Text());
  const LabelledLines lines(*corpus, settings);
  std::stop_source enough;
  TrainObserver observer;
  observer.stop = enough.get_token();
  constexpr std::size_t kTrials = 6;
  return Autotune(lines, *corpus, settings, autotune, observer, [&](const AutotuneTrial& trial) {
    trials.push_back(trial);
    if (trials.size() == kTrials) enough.request_stop();
  });
}

ClassifierSettings Quick() {
  ClassifierSettings settings;
  settings.dim = 10;
  settings.lr = 0.5;
  settings.threads = 1;
  return settings;
}

TEST(Autotune, WithoutBucketsNoNgramsAreTried) {
  ClassifierSettings settings = Quick();
  settings.subwords.buckets = 0;
  std::vector<AutotuneTrial> trials;
  Search(settings, {.fixed = {.buckets = true}}, trials);
  EXPECT_GT(trials.size(), 1U);
  for (const AutotuneTrial& trial : trials) {
    EXPECT_EQ(trial.settings.word_ngrams, 1U);
    EXPECT_EQ(trial.settings.subwords.max_length, 0U);
  }
}

TEST(Autotune, WhatIsFixedStays) {
  ClassifierSettings settings = Quick();
  settings.word_ngrams = 2;
  settings.subwords = {.min_length = 2, .max_length = 2, .buckets = 300};
  const FixedSettings all{.lr = true,
                          .epochs = true,
                          .dim = true,
                          .word_ngrams = true,
                          .subwords = true,
                          .buckets = true};
  std::vector<AutotuneTrial> trials;
  Search(settings, {.fixed = all}, trials);
  ASSERT_EQ(trials.size(), 6U);
  for (const AutotuneTrial& trial : trials) {
    EXPECT_EQ(trial.settings.lr, settings.lr);
    EXPECT_EQ(trial.settings.epochs, settings.epochs);
    EXPECT_EQ(trial.settings.dim, settings.dim);
    EXPECT_EQ(trial.settings.word_ngrams, settings.word_ngrams);
    EXPECT_EQ(trial.settings.subwords, settings.subwords);
  }
}

TEST(Autotune, OneOfTheNgramSettingsMayBeFixed) {
  ClassifierSettings settings = Quick();
  settings.subwords = {.min_length = 2, .max_length = 3, .buckets = 777};
  base::SplitMix64 random = base::StreamFor(1);
  for (int i = 0; i < 20; ++i) {
    const auto lengths =
        classify::AnySettings(settings, {.fixed = {.subwords = true}}, random).subwords;
    EXPECT_EQ(lengths.max_length, 3U);
    EXPECT_NE(lengths.buckets, 777U);
    EXPECT_EQ(
        classify::AnySettings(settings, {.fixed = {.buckets = true}}, random).subwords.buckets,
        777U);
  }
}

TEST(Autotune, KeepsWithinASize) {
  constexpr std::uint64_t kBytes = 40'000;
  std::vector<AutotuneTrial> trials;
  ClassifierSettings settings = Quick();
  settings.dim = 100;  // whose points alone take 102,400 bytes
  settings.word_ngrams = 2;
  settings.subwords.buckets = 1'000;
  const AutotuneResult best = Search(settings, {.bytes = kBytes}, trials);
  ASSERT_TRUE(best.model.quantized_input);
  EXPECT_GT(best.piece, 0U);
  EXPECT_GT(best.f1, 0.9);
  for (const AutotuneTrial& trial : trials) EXPECT_LT(trial.settings.dim, 100U);
  const std::string path = testing::TempDir() + "/autotune_test.ftz";
  WriteClassifier(best.model, path);
  EXPECT_LE(std::filesystem::file_size(path), kBytes);
  const Classifier read = ReadClassifier(path);
  EXPECT_EQ(TestClassifier(read, *TextCorpus(Text())->Open(), {}).all.F1(), best.f1);
  std::filesystem::remove(path);
}

TEST(Autotune, OneLabelsF1MayCount) {
  std::vector<AutotuneTrial> trials;
  // All three labels are answered to each of 310 lines, of which 10 are of plants.
  const AutotuneResult best = Search(Quick(), {.k = 3, .label = "__label__plant"}, trials);
  EXPECT_EQ(best.f1, 2.0 * 10 / (10 + 310));
}

TEST(Autotune, ALabelThatIsOnlyTrainedOnCannotCount) {
  const ClassifierSettings settings = Quick();
  const LabelledLines lines(*TextCorpus(Text()), settings);
  const auto valid = TextCorpus("__label__animal the cat __label__plants\n__label__vehicle a car");
  const AutotuneSettings autotune{.label = "__label__plant"};
  EXPECT_THAT(base::MessageOfError([&] { Autotune(lines, *valid, settings, autotune); }),
              HasSubstr("no line of the validation text has the label __label__plant:"));
}

TEST(Autotune, SaysWhatCannotBe) {
  const auto message = [](const AutotuneSettings& autotune) {
    std::vector<AutotuneTrial> trials;
    try {
      Search(Quick(), autotune, trials);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(message({.label = "__label__stone"}), HasSubstr("no line has the label"));
  EXPECT_THAT(message({.bytes = 1'000}), HasSubstr("1000 bytes have no room"));
  EXPECT_THAT(message({.bytes = 5'000, .fixed = {.dim = true}}), HasSubstr("vectors of 10"));
}

}  // namespace
}  // namespace firth
