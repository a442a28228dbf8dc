// From lines to a model, a file and answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error_testing.h"
#include "firth/classify.h"
#include "firth/error.h"
#include "firth/formats.h"

namespace firth {
namespace {

using testing::HasSubstr;

/// Animals and vehicles in turn.
std::string Text(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += i % 2 == 0 ? "__label__animal the cat and dog " : "__label__vehicle the car and bus ";
    text += std::to_string(i % 7) + "\n";
  }
  return text;
}

ClassifierSettings Settings(ClassifierLoss loss) {
  ClassifierSettings settings;
  settings.dim = 10;
  settings.loss = loss;
  settings.threads = 1;
  settings.negative = 1;
  settings.lr = 0.5;
  return settings;
}

Classifier Train(const ClassifierSettings& settings, int lines = 300) {
  const auto corpus = TextCorpus(Text(lines));
  return TrainClassifier(LabelledLines(*corpus, settings), settings).model;
}

std::string Answers(const Classifier& model, const std::string& text,
                    const PredictSettings& settings = {}) {
  std::string answers;
  PredictLines(model, *TextCorpus(text)->Open(), settings,
               [&](std::string_view lines) { answers += lines; });
  return answers;
}

class Losses : public testing::TestWithParam<ClassifierLoss> {};

TEST_P(Losses, LearnToTellTwoLabels) {
  const Classifier model = Train(Settings(GetParam()));
  EXPECT_EQ(Answers(model, "cat and dog\nbus\n"), "__label__animal\n__label__vehicle\n");
}

TEST_P(Losses, WithNgramsOfBothKinds) {
  ClassifierSettings settings = Settings(GetParam());
  settings.word_ngrams = 3;
  settings.subwords = {.min_length = 2, .max_length = 4, .buckets = 1000};
  const Classifier model = Train(settings);
  EXPECT_EQ(Answers(model, "cats and dogs\nbuses\n"), "__label__animal\n__label__vehicle\n");
}

INSTANTIATE_TEST_SUITE_P(
    Losses, Losses,
    testing::Values(ClassifierLoss::kSoftmax, ClassifierLoss::kHierarchicalSoftmax,
                    ClassifierLoss::kNegativeSampling, ClassifierLoss::kOneVsAll),
    [](const auto& test) { return std::string(ClassifierLossName(test.param)); });

TEST(Classifier, ProbabilitiesSumToOneAndThresholdsCut) {
  for (const auto loss : {ClassifierLoss::kSoftmax, ClassifierLoss::kHierarchicalSoftmax}) {
    const Classifier model = Train(Settings(loss));
    LinePredictor predictor(model);
    const auto all = predictor.Predict("cat car", 10);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_NEAR(all[0].probability + all[1].probability, 1, 1e-6);
    EXPECT_GE(all[0].probability, all[1].probability);
    EXPECT_EQ(predictor.Predict("cat", 10, 0.9).size(), 1U);
    EXPECT_EQ(predictor.Predict("cat", 10, 1.1).size(), 0U);
  }
}

TEST(Classifier, OneThreadLearnsTheSameAgain) {
  const ClassifierSettings settings = Settings(ClassifierLoss::kSoftmax);
  const Classifier a = Train(settings);
  const Classifier b = Train(settings);
  for (std::uint32_t i = 0; i < a.input.rows(); ++i) {
    EXPECT_TRUE(std::ranges::equal(a.input.Row(RowId{i}), b.input.Row(RowId{i})));
  }
}

TEST(Classifier, FilesAnswerTheSame) {
  ClassifierSettings settings = Settings(ClassifierLoss::kSoftmax);
  settings.word_ngrams = 2;
  settings.subwords.buckets = 100;
  const Classifier model = Train(settings);
  const std::string path = testing::TempDir() + "/classifier_test.bin";
  WriteClassifier(model, path);
  const Classifier read = ReadClassifier(path);
  EXPECT_EQ(read.settings.word_ngrams, 2U);
  EXPECT_EQ(read.tokens, model.tokens);
  const PredictSettings asked{.k = 2, .probabilities = true};
  const std::string text = "cat and bus\nunheard of\n\ndog car 3\n";
  EXPECT_EQ(Answers(read, text, asked), Answers(model, text, asked));
  EXPECT_EQ(DescribeFile(path).metadata.at("model"), "supervised");
  std::filesystem::remove(path);
}

TEST(Classifier, FilesAnswerTheSameWhereverTheirRowsBegin) {
  ClassifierSettings settings = Settings(ClassifierLoss::kSoftmax);
  settings.word_ngrams = 2;
  settings.subwords.buckets = 100;
  Classifier model = Train(settings);
  const std::string path = testing::TempDir() + "/classifier_shifted.bin";
  const std::string text = "cat and bus\nunheard of\n\ndog car 3\n";
  const PredictSettings asked{.k = 2, .probabilities = true};
  int shifted = 0;
  for (int i = 0; i < 4; ++i) {
    // The longer a label, the later rows begin.
    Vocabulary labels;
    for (std::uint32_t l = 0; l < model.labels.size(); ++l) {
      labels.Add(std::string(model.labels.Word(TokenId{l})) + (l == 0 && i > 0 ? "s" : ""),
                 model.labels.CountOf(TokenId{l}));
    }
    model.labels = std::move(labels);
    WriteClassifier(model, path);
    Classifier read = ReadClassifier(path);
    if (read.mapped_input) ++shifted;
    const std::string answers = Answers(read, text, asked);
    EXPECT_EQ(answers, Answers(model, text, asked));
    read.HoldInput();
    EXPECT_EQ(Answers(read, text, asked), answers);
    EXPECT_FALSE(read.mapped_input);
  }
  EXPECT_EQ(shifted, 3);
  std::filesystem::remove(path);
}

TEST(Classifier, ManyLinesAreAnsweredAsOneByOne) {
  const Classifier model = Train(Settings(ClassifierLoss::kSoftmax));
  std::vector<std::string_view> lines;
  for (int i = 0; i < 200; ++i) {
    lines.push_back(i % 3 == 0 ? "cat dog __label__animal" : i % 3 == 1 ? "" : "__label__x car");
  }
  LinePredictor one(model);
  LinePredictor many(model);
  std::size_t next = 0;
  many.PredictEach(lines, 2, 0, [&](std::size_t i, std::span<const LabelScore> labels) {
    EXPECT_EQ(i, next++);
    EXPECT_TRUE(std::ranges::equal(labels, one.Predict(lines[i], 2)));
    EXPECT_TRUE(std::ranges::equal(many.known_labels(), one.known_labels()));
    EXPECT_EQ(many.has_unknown_labels(), i % 3 == 2);
  });
  EXPECT_EQ(next, lines.size());
}

TEST(Classifier, AnswersAreInTheOrderOfLines) {
  const Classifier model = Train(Settings(ClassifierLoss::kSoftmax));
  std::string text;
  std::string expected;
  for (int i = 0; i < 40'000; ++i) {
    text += i % 3 == 0 ? "cat dog\n" : "car bus\n";
    expected += i % 3 == 0 ? "__label__animal\n" : "__label__vehicle\n";
  }
  EXPECT_EQ(Answers(model, text, {.threads = 4}), expected);
}

TEST(Classifier, ManyLinesAtOnceAreAnsweredAsEachIs) {
  const Classifier model = Train(Settings(ClassifierLoss::kSoftmax));
  std::vector<std::string> texts;
  for (int i = 0; i < 1000; ++i) {
    texts.push_back((i % 3 == 0 ? "cat " : "bus ") + std::to_string(i % 7));
  }
  texts.emplace_back();
  const std::vector<std::string_view> lines(texts.begin(), texts.end());
  LinePredictor predictor(model);
  for (const unsigned threads : {1U, 3U}) {
    const auto answers = PredictAll(model, lines, {.k = 2, .threads = threads});
    ASSERT_EQ(answers.size(), lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      EXPECT_THAT(answers[i], testing::ElementsAreArray(predictor.Predict(lines[i], 2)));
    }
  }
  EXPECT_TRUE(PredictAll(model, {}, {}).empty());
}

TEST(Classifier, AFailureOfTheWriterIsTheCallers) {
  const Classifier model = Train(Settings(ClassifierLoss::kSoftmax));
  const auto corpus = TextCorpus(Text(20'000));
  const auto fail = [](std::string_view) { throw Error(ErrorKind::kIo, "full"); };
  EXPECT_THAT(
      base::MessageOfError([&] { PredictLines(model, *corpus->Open(), {.threads = 3}, fail); }),
      HasSubstr("full"));
}

TEST(Classifier, ScoresCountWhatWasRight) {
  const Classifier model = Train(Settings(ClassifierLoss::kSoftmax));
  const auto corpus = TextCorpus(
      "__label__animal cat\n__label__vehicle dog\n__label__vehicle bus\n__label__new cat\ncat\n");
  const ClassifierScores scores = TestClassifier(model, *corpus->Open(), {});
  EXPECT_EQ(scores.lines, 3U);
  EXPECT_EQ(scores.unknown_labels, 1U);
  EXPECT_EQ(scores.unlabelled, 1U);
  EXPECT_DOUBLE_EQ(scores.all.Precision(), 2.0 / 3);
  const auto animal = Index(*model.labels.Find("__label__animal"));
  EXPECT_DOUBLE_EQ(scores.labels[animal].Precision(), 0.5);
  EXPECT_DOUBLE_EQ(scores.labels[animal].Recall(), 1);
  EXPECT_TRUE(std::isnan(LabelTally{}.F1()));
}

TEST(Classifier, WithoutAKnownLabelThereIsNoScore) {
  const Classifier model = Train(Settings(ClassifierLoss::kSoftmax));
  const auto message = [&](const std::string& text) {
    try {
      TestClassifier(model, *TextCorpus(text)->Open(), {});
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(message("__label__new x\n"), HasSubstr("labels is known"));
  EXPECT_THAT(message("x\n"), HasSubstr("no line has a label"));
}

TEST(Classifier, SaysWhatToLowerWhenMemoryIsShort) {
  ClassifierSettings settings = Settings(ClassifierLoss::kSoftmax);
  settings.word_ngrams = 2;
  settings.memory_limit = 50'000'000;
  try {
    Train(settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kMemory);
    EXPECT_THAT(error.what(), HasSubstr("--dim or --bucket"));
  }
}

TEST(Classifier, RefusesSettingsWithoutSense) {
  const auto message = [](const auto& change) {
    ClassifierSettings settings;
    change(settings);
    return base::MessageOfError([&] { Validate(settings); });
  };
  EXPECT_THAT(message([](auto& settings) { settings.dim = 0; }), HasSubstr("dim is 0"));
  EXPECT_THAT(message([](auto& settings) { settings.lr = 0; }), HasSubstr("lr is 0"));
  EXPECT_THAT(message([](auto& settings) { settings.label_prefix = ""; }), HasSubstr("every word"));
  EXPECT_THAT(base::MessageOfError([&] { ClassifierLossFromName("hinge"); }),
              HasSubstr("no loss is called \"hinge\"; there are softmax, hs, ns, ova"));
}

TEST(Classifier, StartsFromVectors) {
  const std::string path = testing::TempDir() + "/classifier_test.vec";
  Vocabulary words;
  words.Add("cat");
  words.Add("unseen");
  Matrix rows(2, 10, RowLayout::kDense);
  rows.MutableRow(RowId{1})[3] = 2.5F;
  WriteWordVectors({std::move(words), std::move(rows)}, path, Format::kFasttextVec);
  ClassifierSettings settings = Settings(ClassifierLoss::kSoftmax);
  settings.pretrained = path;
  const Classifier model = Train(settings);
  EXPECT_EQ(model.input.Row(RowOf(*model.words.Find("unseen")))[3], 2.5F);
  settings.dim = 9;
  EXPECT_THAT(base::MessageOfError([&] { Train(settings); }),
              HasSubstr("holds vectors of 10 numbers; train with --dim 10"));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace firth
