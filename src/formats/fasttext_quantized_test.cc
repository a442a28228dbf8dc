// Quantised models of fastText, byte by byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "base/little_endian.h"
#include "formats/fasttext.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A word "at" and two of three buckets, the last first; rows of three numbers in pieces of two.
struct Codes {
  std::int64_t pruned = 2;
  std::int32_t first_bucket = 2;
  std::int32_t second_row = 1;
  std::uint8_t quantised = 1;
  std::uint8_t norms = 0;
  std::int64_t rows = 3;
  std::int32_t code_bytes = 6;
  std::int32_t dim = 3;
  std::int32_t pieces = 2;
  std::int32_t piece = 2;
  std::int32_t last = 1;
  float point = 1;
  std::uint8_t codes_out = 0;

  static void Add(std::string& bytes, auto value) { base::AppendLittleEndian(bytes, value); }

  void AddStart(std::string& bytes) const {
    for (const std::int32_t number : {793712314, 12, 3, 5, 4, 1, 6, 1, 2, 2, 3, 3, 3, 100}) {
      Add(bytes, number);
    }
    Add(bytes, 1e-3);
    for (const std::int32_t number : {1, 1, 0}) Add(bytes, number);
    Add(bytes, std::int64_t{9});
    Add(bytes, pruned);
    bytes.append("at").push_back('\0');
    Add(bytes, std::int64_t{4});
    Add(bytes, std::int8_t{0});
  }
  std::string Bytes() const {
    std::string bytes;
    AddStart(bytes);
    if (pruned == 2) {
      for (const std::int32_t number : {first_bucket, 0, 0, second_row}) Add(bytes, number);
    }
    Add(bytes, quantised);
    Add(bytes, norms);
    Add(bytes, rows);
    Add(bytes, std::int64_t{3});
    Add(bytes, code_bytes);
    for (const int code : {0, 1, 2, 3, 255, 255}) Add(bytes, static_cast<std::uint8_t>(code));
    for (const std::int32_t number : {dim, pieces, piece, last}) Add(bytes, number);
    for (int i = 0; i < 256 * 3; ++i) Add(bytes, i == 0 ? point : static_cast<float>(i + 1));
    if (norms != 0) {
      for (const int code : {9, 8, 7}) Add(bytes, static_cast<std::uint8_t>(code));
      for (int i = 0; i < 4; ++i) Add(bytes, std::int32_t{1});
      for (int i = 0; i < 256; ++i) Add(bytes, static_cast<float>(i));
    }
    Add(bytes, codes_out);
    Add(bytes, std::int64_t{0});
    Add(bytes, std::int64_t{3});
    return bytes;
  }
  std::string Refusal() const {
    const std::string bytes = Bytes();
    return MessageOf([&] { ReadFasttext(FromBytes(bytes), {}); });
  }
};

WordVectors Read(const Codes& codes) {
  const std::string path = WriteFile("in.ftz", codes.Bytes());
  EXPECT_EQ(DetectFormat(path), Format::kFasttext);
  return ReadWordVectors(path);
}

/// Row i of Codes: points are numbered from 1 up, those of the last piece from 513.
std::vector<float> Row(int i) {
  if (i == 0) return {1, 2, 514};
  if (i == 1) return {5, 6, 516};
  return {511, 512, 768};
}

TEST(FasttextQuantized, RowsAreMadeOfTheirCodes) {
  const WordVectors vectors = Read({});
  const SubwordTable& table = *vectors.subwords();
  ASSERT_EQ(table.rows.rows(), 2U);
  EXPECT_THAT(table.rows.Row(RowId{0}), testing::ElementsAreArray(Row(1)));
  EXPECT_THAT(table.rows.Row(RowId{1}), testing::ElementsAreArray(Row(2)));
  EXPECT_THAT(table.kept->buckets(), ElementsAre(2, 0));
  EXPECT_EQ(table.settings.buckets, 3U);
}

TEST(FasttextQuantized, LengthsAreCodesOfTheirOwn) {
  const WordVectors vectors = Read({.norms = 1});
  EXPECT_THAT(vectors.subwords()->rows.Row(RowId{0}), ElementsAre(5 * 8, 6 * 8, 516 * 8));
}

TEST(FasttextQuantized, OnlyKeptNgramsCount) {
  const WordVectors vectors = Read({});
  for (const char* word : {"at", "unknown", "words"}) {
    std::vector<float> sum(3);
    float count = 0;
    const auto add = [&](int row) {
      for (std::size_t c = 0; c < 3; ++c) sum[c] += Row(row)[c];
      ++count;
    };
    if (std::string(word) == "at") add(0);
    for (const std::string& ngram : Subwords(word, {3, 3, 3})) {
      const std::uint32_t bucket = SubwordHash(ngram) % 3;
      if (bucket != 1) add(bucket == 2 ? 1 : 2);
    }
    if (count == 0) {
      EXPECT_FALSE(vectors.VectorOf(word));
      continue;
    }
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_FLOAT_EQ((*vectors.VectorOf(word))[c], sum[c] / count) << word;
    }
  }
}

TEST(FasttextQuantized, APrunedModelMayHaveNoNgrams) {
  const WordVectors vectors = Read({.pruned = 0});
  EXPECT_EQ(vectors.subwords(), nullptr);
  EXPECT_THAT(*vectors.VectorOf("at"), testing::ElementsAreArray(Row(0)));
}

TEST(FasttextQuantized, GoesThroughSafetensors) {
  const WordVectors vectors = Read({});
  const std::string path = TemporaryPath("out.safetensors");
  WriteWordVectors(vectors, path, Format::kSafetensors);
  const WordVectors read = ReadWordVectors(path);
  ExpectSame(read, vectors);
  EXPECT_EQ(read.subwords()->kept->buckets(), vectors.subwords()->kept->buckets());
  EXPECT_EQ(read.subwords()->settings, vectors.subwords()->settings);
}

TEST(FasttextQuantized, SaysWhatItTakes) {
  const std::string path = WriteFile("in.ftz", Codes{}.Bytes());
  EXPECT_TRUE(DescribeFile(path).quantized);
  EXPECT_EQ(DescribeFile(path).buckets, 2U);
  EXPECT_THAT(MessageOf([&] { ReadWordVectors(path, {.memory_limit = 40}); }), HasSubstr("needs"));
}

TEST(FasttextQuantized, RefusesDamage) {
  EXPECT_THAT((Codes{.quantised = 0}).Refusal(), HasSubstr("is not quantised"));
  EXPECT_THAT((Codes{.first_bucket = 3}).Refusal(), HasSubstr("to bucket 3 of 3"));
  EXPECT_THAT((Codes{.first_bucket = 0}).Refusal(), HasSubstr("bucket 0 of n-grams has two rows"));
  EXPECT_THAT((Codes{.second_row = 0}).Refusal(), HasSubstr("gives row 0 of 2 to bucket 0"));
  EXPECT_THAT((Codes{.second_row = -1}).Refusal(), HasSubstr("the table of n-grams"));
  EXPECT_THAT((Codes{.pruned = 1'000'000}).Refusal(),
              HasSubstr("the table of n-grams is longer than the file"));
  EXPECT_THAT((Codes{.rows = 4}).Refusal(), HasSubstr("6 codes for 4 rows of 2 pieces"));
  EXPECT_THAT((Codes{.rows = -1}).Refusal(), HasSubstr("-1 x 3"));
  EXPECT_THAT((Codes{.code_bytes = -1}).Refusal(), HasSubstr("longer than the file"));
  EXPECT_THAT((Codes{.code_bytes = 1 << 30}).Refusal(), HasSubstr("longer than the file"));
  EXPECT_THAT((Codes{.dim = 4}).Refusal(), HasSubstr("for vectors of 3"));
  EXPECT_THAT((Codes{.pieces = 3}).Refusal(), HasSubstr("3 pieces of 2 numbers"));
  EXPECT_THAT((Codes{.piece = 0}).Refusal(), HasSubstr("pieces of 0 numbers"));
  EXPECT_THAT((Codes{.last = 2}).Refusal(), HasSubstr("the last of 2"));
  EXPECT_THAT((Codes{.point = std::numeric_limits<float>::infinity()}).Refusal(),
              HasSubstr("not finite"));
  EXPECT_THAT((Codes{.codes_out = 1}).Refusal(), HasSubstr("the output matrix"));
}

TEST(FasttextQuantized, SurvivesEveryTruncation) {
  const std::string whole = Codes{.norms = 1}.Bytes();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Source cut = FromBytes(std::string_view(whole).substr(0, length));
    EXPECT_NE(MessageOf([&] { ReadFasttext(cut, {}); }), "") << length;
  }
}

}  // namespace
}  // namespace firth::formats
