// What training does not begin with.
#include "train/checkpoint/initial_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error_testing.h"
#include "firth/formats.h"
#include "train/checkpoint/checkpointer.h"
#include "train/checkpoint/choose_ngrams.h"
#include "train/train_testing.h"

namespace firth::train {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr SubwordSettings kThree = {.min_length = 3, .max_length = 3, .buckets = 4};

/// "cat" and, unless `kept`, four buckets; of two columns.
WordVectors WithNgrams(const std::shared_ptr<const KeptBuckets>& kept) {
  Vocabulary words;
  words.Add("cat", Count{3});
  const std::size_t rows = kept ? kept->size() : kThree.buckets;
  return {std::move(words), Matrix(1, 2), {}, SubwordTable{kThree, Matrix(rows, 2), kept}};
}

TrainSettings From(const std::string& path) {
  TrainSettings settings;
  settings.init = path;
  settings.model.dim = 2;
  return settings;
}

std::string Refusal(const TrainSettings& settings) {
  return base::MessageOfError([&] { ReadInitialModel(settings); });
}

TEST(ReadInitialModel, AFolderWithoutCheckpointsIsNamed) {
  const std::string folder = EmptyFolder();
  std::filesystem::create_directory(folder);
  EXPECT_THAT(Refusal(From(folder)),
              AllOf(StartsWith(folder), HasSubstr("holds no checkpoint to start from")));
}

TEST(ReadInitialModel, NgramsThatQuantisationLostAreMissed) {
  const std::string path = EmptyFolder() + ".safetensors";
  const auto kept = std::make_shared<const KeptBuckets>(std::vector<std::uint32_t>{2});
  WriteWordVectors(WithNgrams(kept), path, Format::kSafetensors);
  EXPECT_THAT(Refusal(From(path)),
              AllOf(StartsWith(path), HasSubstr("has lost n-grams to quantisation: training starts "
                                                "from the model before it")));
}

TEST(ReadInitialModel, TheFlagsOfItsNgramsAreNamed) {
  const std::string path = EmptyFolder() + ".safetensors";
  WriteWordVectors(WithNgrams(nullptr), path, Format::kSafetensors);
  TrainSettings settings = From(path);
  EXPECT_THAT(Refusal(settings),
              AllOf(StartsWith(path),
                    HasSubstr("was trained with --minn 3 --maxn 3 --bucket 4: give these")));
  settings.model.subwords = kThree;
  EXPECT_EQ(ReadInitialModel(settings).input.rows(), 5U);
}

TEST(RestoreRows, MatricesOfAnotherShapeAreRefused) {
  Checkpoint checkpoint;
  checkpoint.path = "folder/checkpoint-1";
  checkpoint.model.input = Matrix(3, 2);
  checkpoint.model.output = Matrix(3, 2);
  TrainedModel model;
  model.input = Matrix(3, 2);
  model.output = Matrix(2, 2);
  EXPECT_THAT(
      base::MessageOfError([&] { RestoreRows(checkpoint, model); }),
      testing::StrEq("folder/checkpoint-1: its matrices are not of the shape that its settings ask "
                     "for"));
  model.output = Matrix(3, 2);
  EXPECT_NO_THROW(RestoreRows(checkpoint, model));
}

TEST(RequireFinite, TheRateAndItsFlagAreNamed) {
  TrainedModel model;
  model.input = Matrix(2, 3);
  model.output = Matrix(2, 3);
  TrainSettings settings;
  EXPECT_NO_THROW(RequireFinite(model, settings));
  for (const float number : {NAN, INFINITY}) {
    model.output.MutableRow(RowId{1})[2] = number;
    EXPECT_THAT(base::MessageOfError([&] { RequireFinite(model, settings); }),
                HasSubstr("no longer finite numbers, at learning rate 0.025; train again with a "
                          "lower --lr"));
  }
}

TEST(ChooseNgrams, SaysWhatToLowerWhereThereAreNoneOrTooMany) {
  Vocabulary words;
  words.Add("cat", Count{3});
  TrainSettings settings;
  settings.model.subwords = kOwnRows;
  const auto message = [&] {
    return base::MessageOfError([&] { ChooseNgrams(words, settings, nullptr, false); });
  };
  EXPECT_THAT(message(), HasSubstr("no n-gram of 2 to 4 characters occurs 2500 times; lower "
                                   "--min-ngram-count, or train without: --maxn 0"));
  settings.model.subwords.min_count = 3;
  EXPECT_EQ(message(), "");
  // N-grams of more than 16 bytes take memory of their own.
  words.Add("antidisestablishmentarianism", Count{3});
  settings.model.subwords.max_length = 20;
  settings.memory_limit = 1;
  EXPECT_THAT(message(), AllOf(HasSubstr("counting n-grams takes"),
                               HasSubstr("the limit is 0 MB; lower --maxn or --max-vocab, or raise "
                                         "--min-count or --memory-limit")));
}

}  // namespace
}  // namespace firth::train
