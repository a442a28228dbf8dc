#include "classify/smaller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "firth/error.h"

namespace firth {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Animals and vehicles in turn; numbers that tell nothing.
std::string Text() {
  std::string text;
  for (int i = 0; i < 400; ++i) {
    text += i % 2 == 0 ? "__label__animal the cat and dog " : "__label__vehicle the car and bus ";
    text += std::to_string(i % 50) + "\n";
  }
  return text;
}

ClassifierSettings Settings() {
  ClassifierSettings settings;
  settings.dim = 10;
  settings.lr = 0.5;
  settings.threads = 1;
  settings.word_ngrams = 2;
  settings.subwords = {.min_length = 2, .max_length = 3, .buckets = 500};
  return settings;
}

Classifier Train() {
  const auto corpus = TextCorpus(Text());
  return TrainClassifier(LabelledLines(*corpus, Settings()), Settings()).model;
}

double Precision(const Classifier& model) {
  return TestClassifier(model, *TextCorpus(Text())->Open(), {}).all.Precision();
}

Classifier WrittenAndRead(const Classifier& model) {
  const std::string path = testing::TempDir() + "/smaller_test.ftz";
  WriteClassifier(model, path);
  Classifier read = ReadClassifier(path);
  std::filesystem::remove(path);
  return read;
}

std::string Answers(const Classifier& model) {
  std::string answers;
  PredictLines(model, *TextCorpus("cat and bus\nunheard of\n\ndog car 3\n")->Open(),
               {.k = 2, .probabilities = true}, [&](std::string_view lines) { answers += lines; });
  return answers;
}

TEST(Smaller, CodesAnswerAsTheModelDoes) {
  for (const bool norms : {false, true}) {
    QuantizeClassifierSettings settings{.output = true};
    settings.codes.norms = norms;
    const Classifier model = QuantizeClassifier(Train(), settings);
    EXPECT_EQ(model.input.rows(), 0U);
    EXPECT_EQ(Precision(model), 1);
    const Classifier read = WrittenAndRead(model);
    ASSERT_TRUE(read.quantized_output);
    EXPECT_EQ(Answers(read), Answers(model));
  }
}

TEST(Smaller, PruningKeepsTheLongestRowsAndTheLineEnd) {
  Classifier model;
  for (const char* word : {"the", "</s>", "cat"}) model.words.Add(word, Count{3});
  model.labels.Add("__label__x", Count{1});
  model.settings.dim = 1;
  model.settings.subwords = {.min_length = 3, .max_length = 3, .buckets = 3};
  model.input = Matrix(6, 1);
  const float numbers[] = {1, 0, -5, 2, -9, 0.5F};
  for (std::uint32_t i = 0; i < 6; ++i) model.input.MutableRow(RowId{i})[0] = numbers[i];
  model.output = Matrix(1, 1);
  const Classifier pruned = PruneClassifier(std::move(model), 4);
  ASSERT_EQ(pruned.words.size(), 2U);
  EXPECT_EQ(pruned.words.Word(TokenId{0}), "</s>");
  EXPECT_EQ(pruned.words.Word(TokenId{1}), "cat");
  EXPECT_THAT(pruned.kept->buckets(), ElementsAre(0, 1));
  EXPECT_EQ(pruned.input.Row(RowId{3})[0], -9);
}

TEST(Smaller, PruningKeepsWhatTheLinesUseMost) {
  const auto corpus = TextCorpus("__label__x often often cat\n__label__y often rare\n");
  ClassifierSettings settings;
  settings.dim = 1;
  settings.threads = 1;
  const LabelledLines lines(*corpus, settings);
  const auto model = [&] {
    Classifier trained = TrainClassifier(lines, settings).model;
    for (std::uint32_t i = 0; i < trained.words.size(); ++i) {
      const std::string_view word = trained.words.Word(TokenId{i});
      trained.input.MutableRow(RowId{i})[0] = word == "often" ? 2.0F : word == "rare" ? 5.0F : 1.0F;
    }
    return trained;
  };
  const Classifier by_length = PruneClassifier(model(), 2);
  EXPECT_TRUE(by_length.words.Find("rare"));
  const Classifier by_use = PruneClassifier(model(), 2, &lines);
  EXPECT_TRUE(by_use.words.Find("often"));
  EXPECT_TRUE(by_use.words.Find("</s>"));
}

TEST(Smaller, PrunedModelsAnswerAndComeBack) {
  const Classifier pruned = PruneClassifier(Train(), 100);
  EXPECT_EQ(pruned.input.rows(), 100U);
  EXPECT_EQ(Precision(pruned), 1);
  const Classifier small = QuantizeClassifier(PruneClassifier(Train(), 100), {});
  EXPECT_EQ(Answers(WrittenAndRead(small)), Answers(small));
  EXPECT_EQ(PruneClassifier(Train(), 1'000'000).kept, nullptr);
}

TEST(Smaller, RetrainingMakesUpForWhatWasPruned) {
  Classifier pruned = PruneClassifier(Train(), 60);
  const std::size_t words = pruned.words.size();
  const auto corpus = TextCorpus(Text() + "__label__new cat\n");
  const LabelledLines lines(*corpus, pruned);
  ClassifierSettings settings;
  settings.epochs = 3;
  settings.threads = 1;
  const ClassifierResult again = RetrainClassifier(std::move(pruned), lines, settings);
  EXPECT_EQ(again.model.words.size(), words);
  EXPECT_EQ(again.model.labels.size(), 2U);
  EXPECT_EQ(again.model.input.rows(), 60U);
  EXPECT_LT(again.progress.loss, 0.1);
  EXPECT_EQ(Precision(again.model), 1);
}

std::uint64_t BytesWritten(const Classifier& model) {
  const std::string path = testing::TempDir() + "/smaller_bytes.ftz";
  WriteClassifier(model, path);
  const std::uint64_t bytes = std::filesystem::file_size(path);
  std::filesystem::remove(path);
  return bytes;
}

TEST(Smaller, TheMostRowsWithinBytesAreTold) {
  for (const bool output : {false, true}) {
    for (const std::size_t piece : {2U, 3U}) {
      QuantizeClassifierSettings settings{.output = output};
      settings.codes = {.piece = piece, .norms = output};
      const auto bytes_of = [&](std::size_t rows) {
        return BytesWritten(QuantizeClassifier(PruneClassifier(Train(), rows), settings));
      };
      for (const std::size_t rows : {1U, 40U, 300U}) {
        const std::uint64_t bytes = bytes_of(rows);
        EXPECT_EQ(RowsWithin(Train(), bytes, settings), rows);
        EXPECT_EQ(RowsWithin(Train(), bytes - 1, settings), rows - 1);
      }
    }
  }
}

TEST(Smaller, LinesAreTrainedOnAgainByTheNumbersOfAPrunedModel) {
  const auto corpus = TextCorpus(Text());
  ClassifierSettings settings = Settings();
  settings.min_count = 9;  // of the numbers none is known
  const LabelledLines lines(*corpus, settings);
  const auto pruned = [&] { return PruneClassifier(TrainClassifier(lines, settings).model, 50); };
  const auto again = [&](const LabelledLines& read) {
    return Answers(RetrainClassifier(pruned(), read, settings).model);
  };
  EXPECT_EQ(again(lines.By(pruned())), again(LabelledLines(*corpus, pruned())));
}

TEST(Smaller, WhatHoldsCodesStaysAsItIs) {
  const auto message = [](const auto& action) {
    try {
      action();
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const auto quantised = [] { return QuantizeClassifier(Train(), {}); };
  EXPECT_THAT(message([&] { PruneClassifier(quantised(), 3); }), HasSubstr("quantised already"));
  EXPECT_THAT(message([&] { QuantizeClassifier(quantised(), {}); }), HasSubstr("already"));
  const Classifier model = Train();
  const auto other = TextCorpus("__label__new cat\n");
  EXPECT_THAT(message([&] { LabelledLines(*other, model); }), HasSubstr("labels is known"));
}

}  // namespace
}  // namespace firth
