#include "formats/model_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "base/checksum.h"
#include "base/error_testing.h"
#include "base/little_endian.h"
#include "formats/safetensors_header.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TrainedModel Small() {
  TrainedModel model;
  model.vocabulary.Add("a", Count{3});
  model.vocabulary.Add("bb", Count{2});
  model.input = Matrix(2, 3);
  model.output = Matrix(2, 5);
  std::ranges::copy(std::array{1.0F, 2.0F, 3.0F}, model.input.MutableRow(RowId{0}).begin());
  model.output.MutableRow(RowId{1})[4] = 7;
  return model;
}

std::string Written(const TrainedModel& model) {
  const std::string path = TemporaryPath("model.safetensors");
  base::AtomicFile file(path);
  WriteModel(model, {{"epoch", "3"}}, file);
  file.Commit();
  return Slurp(path);
}

TEST(ModelFile, KeepsBothMatricesCountsAndSettings) {
  const std::string bytes = Written(Small());
  ASSERT_TRUE(IsModel(FromBytes(bytes)));
  const TrainedModel model = ReadModel(FromBytes(bytes));
  EXPECT_THAT(model.input.Row(RowId{0}), ElementsAre(1, 2, 3));
  EXPECT_THAT(model.output.Row(RowId{1}), ElementsAre(0, 0, 0, 0, 7));
  EXPECT_EQ(model.vocabulary.Word(TokenId{1}), "bb");
  EXPECT_EQ(model.vocabulary.CountOf(TokenId{0}), Count{3});
  EXPECT_EQ(model.settings.at("epoch"), "3");
  EXPECT_TRUE(model.output_rows_are_words);
}

TrainedModel WithSubwords() {
  TrainedModel model = Small();
  model.subwords = {2, 3, 5};
  model.input = Matrix(2 + 5, 3);
  for (std::uint32_t i = 0; i < 7; ++i) {
    model.input.MutableRow(RowId{i})[1] = 0.3F * static_cast<float>(i);
  }
  return model;
}

TEST(ModelFile, KeepsTheRowsOfNgrams) {
  const std::string bytes = Written(WithSubwords());
  const TrainedModel model = ReadModel(FromBytes(bytes));
  const TrainedModel expected = WithSubwords();
  EXPECT_EQ(model.subwords, expected.subwords);
  ASSERT_EQ(model.input.rows(), 7U);
  for (std::uint32_t i = 0; i < 7; ++i) {
    EXPECT_EQ(model.input.Row(RowId{i})[1], expected.input.Row(RowId{i})[1]);
  }
}

TEST(ModelFile, WithNgramsIsAFileOfComposedVectors) {
  const std::string path = WriteFile("v.safetensors", Written(WithSubwords()));
  const WordVectors read = ReadWordVectors(path);
  const WordVectors made = ToWordVectors(WithSubwords());
  for (const char* word : {"a", "bb", "unknown"}) {
    EXPECT_THAT(*read.VectorOf(word), testing::ElementsAreArray(*made.VectorOf(word))) << word;
  }
}

TrainedModel WithOwnRows() {
  TrainedModel model = WithSubwords();
  model.subwords = {.min_length = 2, .max_length = 3, .kind = NgramKind::kExact, .min_count = 7};
  Vocabulary ngrams;
  for (const char* ngram : {"<a", "bb", "b>", "<bb", "bb>"}) ngrams.Add(ngram);
  model.ngrams = std::make_shared<const Vocabulary>(std::move(ngrams));
  return model;
}

TEST(ModelFile, KeepsTheNgramsThatHaveARowEach) {
  const std::string bytes = Written(WithOwnRows());
  const TrainedModel model = ReadModel(FromBytes(bytes));
  EXPECT_EQ(model.subwords, WithOwnRows().subwords);
  ASSERT_TRUE(model.ngrams);
  ASSERT_EQ(model.ngrams->size(), 5U);
  for (std::uint32_t i = 0; i < 5; ++i) {
    EXPECT_EQ(model.ngrams->Word(TokenId{i}), WithOwnRows().ngrams->Word(TokenId{i}));
  }
  EXPECT_EQ(model.input.rows(), 7U);
  const WordVectors read = ReadWordVectors(WriteFile("v.safetensors", bytes));
  const WordVectors made = ToWordVectors(WithOwnRows());
  for (const char* word : {"a", "bb", "abb"}) {
    EXPECT_THAT(*read.VectorOf(word), testing::ElementsAreArray(*made.VectorOf(word))) << word;
  }
  EXPECT_FALSE(read.VectorOf("unknown"));
}

TEST(ModelFile, FasttextHasNoTableOfNgramsWithARowEach) {
  const std::string path = TemporaryPath("refused.bin");
  EXPECT_THAT(base::MessageOfError([&] { firth::WriteFasttextModel(WithOwnRows(), path); }),
              HasSubstr("(--ngrams exact): safetensors holds them"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ModelFile, RemembersThatRowsAreNodes) {
  TrainedModel tree = Small();
  tree.output_rows_are_words = false;
  const std::string bytes = Written(tree);
  EXPECT_FALSE(ReadModel(FromBytes(bytes)).output_rows_are_words);
}

TEST(ModelFile, IsAFileOfWordVectorsToo) {
  const std::string path = WriteFile("v.safetensors", Written(Small()));
  EXPECT_THAT(*ReadWordVectors(path).Find("a"), ElementsAre(1, 2, 3));
}

void ExpectDamageIsSeen(const std::string& whole) {
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    EXPECT_NE(MessageOf([&] { ReadModel(FromBytes(changed)); }), "") << at;
    const Source cut = FromBytes(std::string_view(whole).substr(0, at));
    EXPECT_NE(MessageOf([&] { ReadModel(cut); }), "") << at;
  }
}

TEST(ModelFile, SeesEveryChangedByteAndEveryTruncation) {
  ExpectDamageIsSeen(Written(Small()));
  ExpectDamageIsSeen(Written(WithSubwords()));
}

/// What is said of a file whose header was changed before it was summed.
template <class Change>
std::string Refusal(const std::string& whole, const Change& change) {
  SafetensorsHeader header = ParseSafetensorsHeader(FromBytes(whole));
  const std::string numbers = whole.substr(header.data_start);
  change(header.tensors);
  std::string bytes = MakeSafetensorsHeader(header) + numbers;
  bytes.resize(bytes.size() - sizeof(std::uint64_t));
  base::AppendLittleEndian(bytes, base::ChecksumOf(bytes));
  return MessageOf([&] { ReadModel(FromBytes(bytes)); });
}

TEST(ModelFile, SaysWhatDoesNotFit) {
  const std::string plain = Written(Small());
  EXPECT_EQ(Refusal(plain, [](auto&) {}), "");
  EXPECT_THAT(Refusal(plain, [](auto& tensors) { tensors.at("context").dtype = "I32"; }),
              HasSubstr("the output matrix is not one row of float32 a word"));
  const auto no_output = [](auto& tensors) {
    tensors["other"] = tensors.at("context");
    tensors.erase("context");
  };
  EXPECT_THAT(Refusal(plain, no_output), HasSubstr("holds no output matrix"));
  const auto ngrams_first = [](auto& tensors) {
    Tensor& own = tensors.at("own_rows");
    Tensor& ngrams = tensors.at("ngrams");
    ngrams.end = own.begin + (ngrams.end - ngrams.begin);
    ngrams.begin = std::exchange(own.begin, ngrams.end);
    own.end = own.begin + 2 * 3 * sizeof(float);
  };
  EXPECT_THAT(Refusal(Written(WithSubwords()), ngrams_first),
              HasSubstr("the rows of n-grams do not follow those of words"));
  const auto no_checksum = [](auto& tensors) {
    for (auto& [name, tensor] : tensors) {
      if (tensor.dtype == "U64" && name.find("sum") != std::string::npos) tensor.dtype = "I64";
    }
  };
  EXPECT_THAT(Refusal(plain, no_checksum), HasSubstr("has no checksum at its end"));
}

TEST(ModelFile, IsNotTakenForPlainVectors) {
  const std::string path = TemporaryPath("plain.safetensors");
  WriteWordVectors(MakeVectors({"a"}, {{1}}), path, Format::kSafetensors);
  const std::string bytes = Slurp(path);
  EXPECT_FALSE(IsModel(FromBytes(bytes)));
  EXPECT_THAT(MessageOf([&] { ReadModel(FromBytes(bytes)); }), HasSubstr("no checksum"));
}

}  // namespace
}  // namespace firth::formats
