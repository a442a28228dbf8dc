#include "formats/int8_tensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "formats/safetensors.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::HasSubstr;

/// Vectors with n-grams, two of whose five buckets are kept.
WordVectors Small() {
  WordVectors plain = MakeVectors({"a", "bb"}, {{1, -2, 0.5F}, {0, 0, 0}});
  Matrix rows(2, 3);
  rows.MutableRow(RowId{0})[1] = 1e-3F;
  rows.MutableRow(RowId{1})[2] = -700;
  SubwordTable table{{1, 2, 5},
                     std::move(rows),
                     std::make_shared<const KeptBuckets>(std::vector<std::uint32_t>{4, 1})};
  return {plain.vocabulary().Clone(),
          plain.matrix().Copy(RowLayout::kDense),
          {{"window", "3"}},
          std::move(table)};
}

void ExpectNear(const Matrix& got, const Matrix& expected) {
  for (std::uint32_t i = 0; i < expected.rows(); ++i) {
    float largest = 0;
    for (const float x : expected.Row(RowId{i})) largest = std::max(largest, std::abs(x));
    for (std::size_t c = 0; c < expected.columns(); ++c) {
      EXPECT_NEAR(got.Row(RowId{i})[c], expected.Row(RowId{i})[c], largest / 127 / 2 * 1.001F);
    }
  }
}

TEST(Int8, RowsComeBackWithinHalfAStep) {
  const std::string path = TemporaryPath("small.safetensors");
  WriteInt8Vectors(Small(), path);
  EXPECT_TRUE(DescribeFile(path).quantized);
  EXPECT_EQ(DescribeFile(path).buckets, 2U);
  const WordVectors read = ReadWordVectors(path);
  ExpectNear(read.matrix(), Small().matrix());
  ExpectNear(read.subwords()->rows, Small().subwords()->rows);
  EXPECT_EQ(read.subwords()->kept->buckets(), Small().subwords()->kept->buckets());
  EXPECT_EQ(read.subwords()->settings, Small().subwords()->settings);
  EXPECT_EQ(read.metadata().at("window"), "3");
  EXPECT_EQ(ReadWordVectors(path, {.max_words = 1}).size(), 1U);
}

TEST(Int8, IsNotMappedAndSaysWhatItTakes) {
  const std::string path = TemporaryPath("small.safetensors");
  WriteInt8Vectors(Small(), path);
  EXPECT_THAT(MessageOf([&] { ReadWordVectors(path, {.memory_limit = 30}); }), HasSubstr("needs"));
}

TEST(Int8, RefusesDamage) {
  const std::string path = TemporaryPath("small.safetensors");
  WriteInt8Vectors(Small(), path);
  const std::string whole = Slurp(path);
  const auto refusal = [&](const std::string& from, const std::string& to) {
    std::string bytes = whole;
    const std::size_t at = bytes.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    bytes.replace(at, from.size(), to);
    return MessageOf([&] { ReadSafetensors(FromBytes(bytes), {}); });
  };
  EXPECT_THAT(refusal("vectors_factors", "vectors_Factors"), HasSubstr("an F32 for each"));
  EXPECT_THAT(refusal("ngrams_factors", "ngrams_Factors"), HasSubstr("an F32 for each"));
  EXPECT_THAT(refusal("vectors_int8\":{\"dtype\":\"I8\"", "vectors_int8\":{\"dtype\":\"U8\""),
              HasSubstr("must be I8"));
  EXPECT_THAT(refusal("ngram_buckets\":{\"dtype\":\"U32\"", "ngram_buckets\":{\"dtype\":\"I32\""),
              HasSubstr("must be a U32"));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Source cut = FromBytes(std::string_view(whole).substr(0, length));
    EXPECT_NE(MessageOf([&] { ReadSafetensors(cut, {}); }), "") << length;
  }
}

}  // namespace
}  // namespace firth::formats
