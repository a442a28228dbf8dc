#include "firth/distill.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include "base/error_testing.h"
#include "encoder/encoder_testing.h"
#include "firth/error.h"

namespace firth {
namespace {

using encoder::SmallModel;
using testing::FloatNear;
using testing::HasSubstr;
using testing::Pointwise;

std::vector<float> RowOf(const Matrix& matrix, std::uint32_t row) {
  const auto numbers = matrix.Row(RowId{row});
  return {numbers.begin(), numbers.end()};
}

TEST(Distill, GivesATextTheMeanOfItsPieces) {
  const Encoder big = Encoder::Load(SmallModel());
  const std::string folder = testing::TempDir() + "Distill_mean";
  const DistillReport report = Distill(big, {.dim = 5}, folder);
  EXPECT_EQ(report.pieces, 8U);  // 12 less [PAD], [CLS], [SEP] and [MASK]
  const Encoder small = Encoder::Load(folder);
  EXPECT_EQ(small.info().layers, 0U);
  EXPECT_EQ(small.info().dim, 5U);
  EXPECT_TRUE(small.info().normalize);
  const std::vector<std::string_view> texts = {"The rivers", "the", "river", "unheard", ""};
  const Matrix vectors = small.Encode(texts, {.normalize = false}).vectors;
  const auto pieces = small.EncodePieces(texts);
  ASSERT_EQ(pieces[0].vectors.rows(), 3U);  // the, river, ##s: nothing stands around them
  for (std::size_t c = 0; c < 5; ++c) {
    float sum = 0;
    for (std::uint32_t i = 0; i < 3; ++i) sum += RowOf(pieces[0].vectors, i)[c];
    EXPECT_NEAR(RowOf(vectors, 0)[c], sum / 3, 1e-6);
  }
  EXPECT_EQ(RowOf(vectors, 3), std::vector<float>(5));
  EXPECT_EQ(RowOf(vectors, 4), std::vector<float>(5));
}

TEST(Distill, AllColumnsKeepDistancesAndTheirShareIsAll) {
  const Encoder big = Encoder::Load(SmallModel());
  const std::string folder = testing::TempDir() + "Distill_all";
  const DistillReport report = Distill(big, {.dim = 24, .sif = 0}, folder);
  EXPECT_NEAR(report.variance, 1, 1e-9);
  const Encoder small = Encoder::Load(folder);
  const std::vector<std::string_view> words = {"bank", "money"};
  const auto distance = [&](const Matrix& vectors) {
    double squares = 0;
    for (std::size_t c = 0; c < vectors.columns(); ++c) {
      const double difference = double{RowOf(vectors, 0)[c]} - RowOf(vectors, 1)[c];
      squares += difference * difference;
    }
    return std::sqrt(squares);
  };
  EXPECT_NEAR(distance(small.Encode(words, {.normalize = false}).vectors),
              distance(big.Encode(words, {.normalize = false}).vectors), 1e-5);
}

TEST(Distill, FrequentPiecesCountLess) {
  const Encoder big = Encoder::Load(SmallModel());
  const auto first_and_last = [&](double sif, const std::string& name) {
    const std::string folder = testing::TempDir() + name;
    Distill(big, {.dim = 24, .sif = sif}, folder);
    const std::vector<std::string_view> words = {"the", "."};
    return Encoder::Load(folder).Encode(words, {.normalize = false}).vectors;
  };
  const Matrix alike = first_and_last(0, "Distill_alike");
  const Matrix weighted = first_and_last(1e-4, "Distill_weighted");
  const float first = RowOf(weighted, 0)[0] / RowOf(alike, 0)[0];
  const float last = RowOf(weighted, 1)[0] / RowOf(alike, 1)[0];
  EXPECT_GT(first, 0);
  // Ranks 1 and 7 of 7, by Zipf from the second rank on.
  EXPECT_NEAR(last / first, 8.0 / 2.0, 0.01);
}

TEST(Distill, FilesMayStandInAFolderOfTheirOwn) {
  const Encoder big = Encoder::Load(SmallModel());
  const std::string folder = testing::TempDir() + "Distill_place";
  const std::string place = folder + "/0_StaticEmbedding";
  std::filesystem::remove_all(folder);
  Distill(big, {.dim = 5}, place);
  std::filesystem::remove(place + "/modules.json");
  encoder::WriteFile(folder + "/modules.json",
                     R"([{"type": "sentence_transformers.models.StaticEmbedding",
                          "path": "0_StaticEmbedding"}])");
  const Encoder small = Encoder::Load(folder);
  EXPECT_EQ(small.info().layers, 0U);
  EXPECT_EQ(small.info().weights, place + "/model.safetensors");
}

TEST(Distill, WordsBecomePieces) {
  const Encoder big = Encoder::Load(SmallModel());
  const std::string folder = testing::TempDir() + "Distill_words";
  const std::vector<std::string_view> words = {"Rivers", "bank", "of the", "moneys"};
  const DistillReport report = Distill(big, {.words = words, .dim = 24}, folder);
  EXPECT_EQ(report.pieces, 10U);
  EXPECT_EQ(report.left_out, 2U);  // bank is a piece, "of the" two words
  const std::vector<std::string_view> texts = {"rivers"};
  EXPECT_EQ(Encoder::Load(folder).EncodePieces(texts)[0].vectors.rows(), 1U);
}

TEST(Distill, SaysWhatItCannotDo) {
  const Encoder big = Encoder::Load(SmallModel());
  const std::string folder = testing::TempDir() + "Distill_not";
  EXPECT_THAT(base::MessageOfError([&] { Distill(big, {.dim = 25}, folder); }),
              HasSubstr("dim: 25 is not between 1 and the encoder's 24"));
  EXPECT_THAT(base::MessageOfError([&] { Distill(big, {.dim = 0}, folder); }),
              HasSubstr("dim: 0 is not between 1"));
  EXPECT_THAT(base::MessageOfError([&] { Distill(big, {.dim = 4, .sif = -1}, folder); }),
              HasSubstr("sif: -1 is no finite number from 0 up"));
  EXPECT_THAT(base::MessageOfError([&] { Distill(big, {.dim = 4, .sif = HUGE_VAL}, folder); }),
              HasSubstr("sif: inf is no finite number"));
  EXPECT_THAT(base::MessageOfError([&] { Distill(big, {.dim = 4}, "/dev/null/model"); }),
              HasSubstr("/dev/null/model: cannot be made: Not a directory"));
  Distill(big, {.dim = 4}, folder);
  EXPECT_THAT(
      base::MessageOfError([&] { Distill(Encoder::Load(folder), {.dim = 2}, folder + "2"); }),
      HasSubstr("the model is static already"));
}

TEST(Distill, AStopWritesNothing) {
  const Encoder big = Encoder::Load(SmallModel());
  const std::string folder = testing::TempDir() + "Distill_stopped";
  std::filesystem::remove_all(folder);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(Distill(big, {.dim = 4}, folder, {.progress = {}, .stop = stop.get_token()}).stopped);
  EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace firth
