#include "formats/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "base/little_endian.h"
#include "formats/safetensors_header.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A well-formed file of two words, for tests to damage.
struct Parts {
  Tensor vectors{"F32", {2, 1}, 0, 8};
  Tensor offsets{"U64", {3}, 8, 32};
  Tensor words{"U8", {3}, 32, 35};
  std::vector<float> numbers = {1, 2};
  std::vector<std::uint64_t> word_offsets = {0, 1, 3};
  Metadata metadata;

  std::string Bytes() const {
    SafetensorsHeader header;
    header.tensors = {{"vectors", vectors}, {"word_offsets", offsets}, {"words", words}};
    header.metadata = metadata;
    std::string bytes = MakeSafetensorsHeader(header);
    for (const float number : numbers) base::AppendLittleEndian(bytes, number);
    for (const std::uint64_t offset : word_offsets) base::AppendLittleEndian(bytes, offset);
    return bytes + "abb";
  }
  std::string Refusal() const {
    const std::string bytes = Bytes();
    return MessageOf([&] { ReadSafetensors(FromBytes(bytes), {}); });
  }
};

TEST(Safetensors, KeepsEverything) {
  Vocabulary vocabulary;
  vocabulary.Add("new york", Count{7});
  vocabulary.Add("", Count{5});
  vocabulary.Add("\xFF\n", Count{1});
  Matrix matrix(3, 3);
  matrix.MutableRow(RowId{2})[1] = 0.1F;
  const WordVectors vectors(std::move(vocabulary), std::move(matrix), {{"dim", "3"}});
  const std::string path = TemporaryPath("out.safetensors");
  WriteWordVectors(vectors, path, Format::kSafetensors);
  const WordVectors back = ReadWordVectors(path);
  ExpectSame(back, vectors);
  EXPECT_EQ(back.metadata(), vectors.metadata());
  EXPECT_EQ(back.vocabulary().CountOf(TokenId{1}), Count{5});
  EXPECT_FALSE(back.matrix().writable()) << "mapped, not copied";
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(back.matrix().view().data) % 64, 0U);
}

TEST(Safetensors, KeepsTheRowsOfNgrams) {
  Vocabulary vocabulary;
  vocabulary.Add("word", Count{7});
  SubwordTable table{{3, 4, 6}, Matrix(6, 3)};
  for (std::uint32_t i = 0; i < 6; ++i) {
    table.rows.MutableRow(RowId{i})[2] = static_cast<float>(i + 1);
  }
  const WordVectors vectors(std::move(vocabulary), Matrix(1, 3), {}, std::move(table));
  const std::string path = TemporaryPath("out.safetensors");
  WriteWordVectors(vectors, path, Format::kSafetensors);
  const WordVectors back = ReadWordVectors(path);
  ASSERT_NE(back.subwords(), nullptr);
  EXPECT_EQ(back.subwords()->settings, vectors.subwords()->settings);
  EXPECT_FALSE(back.subwords()->rows.writable()) << "mapped, not copied";
  EXPECT_EQ(*back.VectorOf("unknown"), *vectors.VectorOf("unknown"));
  EXPECT_TRUE(LossesInFormat(vectors, Format::kSafetensors).empty());
  EXPECT_THAT(LossesInFormat(vectors, Format::kWord2vecText),
              testing::Contains("vectors of unknown words"));
}

TEST(Safetensors, RefusesNgramsThatDoNotFit) {
  Parts parts;
  const auto refusal = [&parts](const Tensor& ngrams) {
    SafetensorsHeader header;
    header.metadata = parts.metadata;
    header.tensors = {{"vectors", {"F32", {2, 1}, 0, 8}},
                      {"ngrams", ngrams},
                      {"word_offsets", {"U64", {3}, 16, 40}},
                      {"words", {"U8", {3}, 40, 43}}};
    std::string bytes = MakeSafetensorsHeader(header) + std::string(16, '\0');
    for (const std::uint64_t offset : parts.word_offsets) base::AppendLittleEndian(bytes, offset);
    bytes += "abb";
    return MessageOf([&] { ReadSafetensors(FromBytes(bytes), {}); });
  };
  EXPECT_THAT(refusal({"F32", {2, 1}, 8, 16}), HasSubstr("do not tell 'minn'"));
  parts.metadata = {{"minn", "3"}, {"maxn", "x"}};
  EXPECT_THAT(refusal({"F32", {2, 1}, 8, 16}), HasSubstr("do not tell 'maxn'"));
  parts.metadata["maxn"] = "6";
  EXPECT_EQ(refusal({"F32", {2, 1}, 8, 16}), "");
  parts.metadata["minn"] = "7";
  EXPECT_THAT(refusal({"F32", {2, 1}, 8, 16}), HasSubstr("tell of none ('minn' 7, 'maxn' 6)"));
  EXPECT_THAT(refusal({"F32", {1, 2}, 8, 16}), HasSubstr("must be rows of 1 F32"));
  EXPECT_THAT(refusal({"U32", {2, 1}, 8, 16}), HasSubstr("must be rows of 1 F32"));
}

TEST(Safetensors, WritesThisHeader) {
  const std::string path = TemporaryPath("out.safetensors");
  WriteWordVectors(MakeVectors({"a", "bb"}, {{1}, {2}}), path, Format::kSafetensors);
  Parts parts;
  parts.metadata = {{"format", "firth"}, {"format_version", "1"}};
  EXPECT_EQ(Slurp(path), parts.Bytes());
  EXPECT_EQ(Slurp(path).substr(8, 95),
            R"({"__metadata__":{"format":"firth","format_version":"1"},"vectors":{"dtype":"F32",)"
            R"("shape":[2,1],)");
}

TEST(Safetensors, EightByteNumbersStandOnEightBytes) {
  const std::string path = TemporaryPath("odd.safetensors");
  WriteWordVectors(MakeVectors({"a"}, {{1, 2, 3}}), path, Format::kSafetensors);
  const std::string bytes = Slurp(path);
  const SafetensorsHeader header = ParseSafetensorsHeader(FromBytes(bytes));
  EXPECT_EQ(header.tensors.at("word_offsets").begin % 8, 0U);
  EXPECT_EQ(ReadWordVectors(path).dim(), 3U);
}

TEST(Safetensors, ReadsNoMoreThanAsked) {
  const std::string path = WriteFile("in.safetensors", Parts().Bytes());
  const WordVectors vectors = ReadWordVectors(path, {.max_words = 1});
  EXPECT_EQ(vectors.size(), 1U);
  EXPECT_THAT(*vectors.Find("a"), ElementsAre(1));
}

TEST(Safetensors, CopiesWhatIsNotAligned) {
  const std::string bytes = "x" + Parts().Bytes();
  const WordVectors vectors = ReadSafetensors(FromBytes(std::string_view(bytes).substr(1)), {});
  EXPECT_THAT(*vectors.Find("bb"), ElementsAre(2));
}

TEST(Safetensors, RefusesDamage) {
  Parts down;
  down.word_offsets = {0, 4, 3};
  EXPECT_THAT(down.Refusal(), HasSubstr("goes down, or too far"));
  Parts start;
  start.word_offsets = {1, 1, 3};
  EXPECT_THAT(start.Refusal(), HasSubstr("must go from 0"));
  Parts few;
  few.vectors.shape = {1, 2};
  EXPECT_THAT(few.Refusal(), HasSubstr("one number more than there are words"));
  Parts flat;
  flat.vectors.shape = {2};
  EXPECT_THAT(flat.Refusal(), HasSubstr("must be F32 of 2 dimensions"));
  Parts nan;
  nan.numbers[1] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(nan.Refusal(), HasSubstr("'bb' holds a number that is not finite"));
  Parts newer;
  newer.metadata["format_version"] = "2";
  EXPECT_THAT(newer.Refusal(), HasSubstr("version '2'"));
}

TEST(Safetensors, RefusesCountsThatDoNotFit) {
  const auto refusal = [](const std::vector<std::uint64_t>& counts) {
    const std::uint64_t end = 8 + 8 * counts.size();
    SafetensorsHeader header;
    header.tensors = {{"vectors", {"F32", {2, 1}, 0, 8}},
                      {"counts", {"U64", {counts.size()}, 8, end}},
                      {"word_offsets", {"U64", {3}, end, end + 24}},
                      {"words", {"U8", {3}, end + 24, end + 27}}};
    std::string bytes = MakeSafetensorsHeader(header) + std::string(8, '\0');
    for (const std::uint64_t count : counts) base::AppendLittleEndian(bytes, count);
    for (const std::uint64_t offset : Parts().word_offsets) base::AppendLittleEndian(bytes, offset);
    bytes += "abb";
    return MessageOf([&] { ReadSafetensors(FromBytes(bytes), {}); });
  };
  EXPECT_EQ(refusal({3, 2}), "");
  EXPECT_THAT(refusal({3}), HasSubstr("a number for each word"));
  EXPECT_THAT(refusal({1ULL << 63, 1ULL << 63}), HasSubstr("more than 2^64"));
}

TEST(Safetensors, RefusesVectorsWithoutNumbers) {
  SafetensorsHeader header;
  header.tensors = {{"vectors", {"F32", {2, 0}, 0, 0}},
                    {"word_offsets", {"U64", {3}, 0, 24}},
                    {"words", {"U8", {3}, 24, 27}}};
  const std::string bytes = MakeSafetensorsHeader(header) + std::string(27, '\0');
  EXPECT_THAT(MessageOf([&] { ReadSafetensors(FromBytes(bytes), {}); }),
              HasSubstr("of 2 x 0 numbers cannot be used"));
}

TEST(Safetensors, RefusesNamesOfNgramsThatDoNotFit) {
  Vocabulary words;
  words.Add("word");
  Vocabulary ngrams;
  for (const char* ngram : {"<w", "or"}) ngrams.Add(ngram);
  SubwordTable table{{.min_length = 2, .max_length = 2, .kind = NgramKind::kExact, .min_count = 1},
                     Matrix(2, 3),
                     nullptr,
                     std::make_shared<const Vocabulary>(std::move(ngrams))};
  const std::string path = TemporaryPath("exact.safetensors");
  WriteWordVectors(WordVectors(std::move(words), Matrix(1, 3), {}, std::move(table)), path,
                   Format::kSafetensors);
  const std::string whole = Slurp(path);
  const auto refusal = [&whole](const auto& change) {
    SafetensorsHeader header = ParseSafetensorsHeader(FromBytes(whole));
    std::string numbers = whole.substr(header.data_start);
    change(header, numbers);
    const std::string bytes = MakeSafetensorsHeader(header) + numbers;
    return MessageOf([&] { ReadSafetensors(FromBytes(bytes), {}); });
  };
  EXPECT_EQ(refusal([](auto&, auto&) {}), "");
  EXPECT_THAT(refusal([](auto& header, auto&) { header.metadata.erase("ngrams"); }),
              HasSubstr("do not agree whether"));
  const auto signed_offsets = [](auto& header, auto&) {
    header.tensors.at("ngram_offsets").dtype = "I64";
  };
  EXPECT_THAT(refusal(signed_offsets), HasSubstr("need a tensor 'ngram_offsets' of U64"));
  const auto few_offsets = [](auto& header, auto&) {
    Tensor& offsets = header.tensors.at("ngram_offsets");
    offsets.shape = {2};
    offsets.end -= 8;
    header.tensors["rest"] = {"U64", {1}, offsets.end, offsets.end + 8};
  };
  EXPECT_THAT(refusal(few_offsets), HasSubstr("one number more than 'ngrams' has rows"));
  const auto twice = [](auto& header, auto& numbers) {
    numbers.replace(header.tensors.at("ngram_bytes").begin, 4, "<w<w");
  };
  EXPECT_THAT(refusal(twice), HasSubstr("the n-gram '<w' has two rows"));
}

TEST(Safetensors, SaysWhenItIsSomebodyElses) {
  const std::string bytes = MakeSafetensorsHeader({});
  EXPECT_THAT(MessageOf([&] { ReadSafetensors(FromBytes(bytes), {}); }),
              HasSubstr("not one of firth's word vectors"));
}

TEST(Safetensors, SurvivesEveryTruncation) {
  const std::string whole = Parts().Bytes();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Source cut = FromBytes(std::string_view(whole).substr(0, length));
    EXPECT_NE(MessageOf([&] { ReadSafetensors(cut, {}); }), "") << length;
  }
}

}  // namespace
}  // namespace firth::formats
