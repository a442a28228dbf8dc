// What a file of a classifier is refused for.
#include "classify/classifier_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "base/error_testing.h"
#include "firth/classify.h"
#include "firth/error.h"

namespace firth {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// Where numbers stand in the file.
constexpr std::size_t kEpochs = 16;
constexpr std::size_t kWordNgrams = 28;
constexpr std::size_t kModel = 36;
constexpr std::size_t kBuckets = 40;
constexpr std::size_t kAll = 64;
constexpr std::size_t kLabels = 72;

Classifier TwoLabels() {
  Classifier model;
  model.settings.dim = 4;
  model.settings.subwords.buckets = 0;
  model.words.Add("cat", Count{2});
  model.words.Add("car", Count{1});
  model.labels.Add("__label__animal", Count{1});
  model.labels.Add("__label__vehicle", Count{1});
  model.input = Matrix(2, 4);
  model.output = Matrix(2, 4);
  return model;
}

class ClassifierFile : public testing::Test {
 protected:
  /// What reading says when numbers of the file are others.
  std::string RefusalWith(std::initializer_list<std::pair<std::size_t, std::int32_t>> numbers) {
    WriteClassifier(TwoLabels(), path_);
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    for (const auto& [at, number] : numbers) {
      file.seekp(static_cast<std::streamoff>(at));
      file.write(reinterpret_cast<const char*>(&number), sizeof(number));
    }
    file.close();
    return Refusal();
  }
  std::string Refusal(std::uint64_t limit = 0) {
    return base::MessageOfError([&] { ReadClassifier(path_, "__label__", limit); });
  }

  const std::string path_ =
      testing::TempDir() + testing::UnitTest::GetInstance()->current_test_info()->name() + ".bin";
};

TEST_F(ClassifierFile, IsReadAsItWasWritten) {
  EXPECT_EQ(RefusalWith({}), "");
  EXPECT_EQ(ReadClassifier(path_, "__label__").labels.Word(TokenId{1}), "__label__vehicle");
}

TEST_F(ClassifierFile, SettingsThatCannotBeAreNamed) {
  EXPECT_THAT(RefusalWith({{kEpochs, -1}}),
              AllOf(StartsWith(path_), HasSubstr("whose setting epoch is -1, which cannot be")));
  EXPECT_THAT(RefusalWith({{kWordNgrams, -2}}), HasSubstr("whose setting wordNgrams is -2"));
}

TEST_F(ClassifierFile, WordVectorsAreNoClassifier) {
  EXPECT_THAT(
      RefusalWith({{kModel, 1}}),
      AllOf(StartsWith(path_),
            HasSubstr("holds word vectors and no classifier: firth classify train makes one")));
}

TEST_F(ClassifierFile, AClassifierHasLabels) {
  EXPECT_THAT(RefusalWith({{kAll, 2}, {kLabels, 0}}),
              AllOf(StartsWith(path_), HasSubstr("is a classifier without a label")));
}

TEST_F(ClassifierFile, RowsMustFitWordsAndLabels) {
  EXPECT_THAT(RefusalWith({{kWordNgrams, 2}, {kBuckets, 5}}),
              AllOf(StartsWith(path_), HasSubstr("has 2 rows for 2 words and 5 buckets")));
  Classifier model = TwoLabels();
  model.output = Matrix(3, 4);
  WriteClassifier(model, path_);
  EXPECT_THAT(Refusal(), AllOf(StartsWith(path_), HasSubstr("has 3 output rows for 2 labels")));
}

TEST_F(ClassifierFile, TheLimitOfMemoryCountsTheFile) {
  Classifier model = TwoLabels();
  model.settings.dim = 1000;
  model.input = Matrix(2, 1000);
  model.output = Matrix(2, 1000);
  WriteClassifier(model, path_);
  EXPECT_EQ(Refusal(20'000), "");
  EXPECT_THAT(Refusal(10'000), AllOf(StartsWith(path_), HasSubstr("raise --memory-limit")));
}

TEST_F(ClassifierFile, AWordWithANulIsNotWritten) {
  Classifier model = TwoLabels();
  model.labels.Add(std::string_view("a\0b", 3));
  EXPECT_THAT(base::MessageOfError([&] { WriteClassifier(model, path_); }),
              AllOf(StartsWith(path_), HasSubstr("a word with a NUL in it cannot be written")));
}

TEST(LinePredictor, NumbersThatAreNotFiniteAreNamed) {
  Classifier model = TwoLabels();
  model.output.MutableRow(RowId{1})[2] = NAN;
  LinePredictor predictor(model);
  EXPECT_THAT(base::MessageOfError([&] { predictor.Predict("cat", 1); }),
              HasSubstr("the model's matrices hold numbers that are not finite"));
}

}  // namespace
}  // namespace firth
