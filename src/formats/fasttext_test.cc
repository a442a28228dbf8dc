#include "formats/fasttext.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "base/little_endian.h"
#include "formats/fasttext_layout.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pointwise;

/// A file of two words and a label, for tests to damage.
struct Parts {
  bool versioned = true;
  std::int32_t version = 12;
  std::int32_t dim = 2;
  std::int32_t model = 2;
  std::int32_t buckets = 3;
  std::int32_t shortest = 3;
  std::int32_t longest = 4;
  std::int32_t words = 2;
  std::int32_t labels = 1;
  std::int64_t pruned = -1;
  std::int64_t count = 7;
  std::int8_t second_kind = 0;
  std::uint8_t quantised = 0;
  std::int64_t rows = 5;
  std::int64_t columns = 2;
  float first = 1;
  std::string behind{};

  std::string Bytes() const {
    std::string bytes;
    const auto add = [&bytes](auto value) { base::AppendLittleEndian(bytes, value); };
    if (versioned) {
      add(std::int32_t{793712314});
      add(version);
    }
    for (const std::int32_t number :
         {dim, 5, 4, 1, 6, 1, 2, model, buckets, shortest, longest, 100}) {
      add(number);
    }
    add(1e-3);
    for (const std::int32_t number : {words + labels, words, labels}) add(number);
    add(std::int64_t{9});
    if (versioned) add(pruned);
    for (std::int64_t i = 0; i < 2 * pruned; ++i) add(std::int32_t{0});
    const auto word = [&](const char* text, std::int64_t times, std::int8_t kind) {
      bytes += text;
      bytes += '\0';
      add(times);
      add(kind);
    };
    word("the", count, 0);
    word("at", 2, second_kind);
    word("__label__x", 1, 1);
    if (versioned) add(quantised);
    add(rows);
    add(columns);
    for (int i = 0; i < 10; ++i) add(i == 0 ? first : static_cast<float>(i + 1));
    if (versioned) add(std::uint8_t{0});
    add(std::int64_t{1});
    add(std::int64_t{2});
    add(0.5F);
    add(0.5F);
    return bytes + behind;
  }
  std::string Refusal() const {
    const std::string bytes = Bytes();
    return MessageOf([&] { ReadFasttext(FromBytes(bytes), {}); });
  }
};

WordVectors Read(const Parts& parts) {
  const std::string path = WriteFile("in.bin", parts.Bytes());
  EXPECT_EQ(DetectFormat(path), Format::kFasttext);
  return ReadWordVectors(path);
}

TEST(Fasttext, ComposesWordsOfTheirOwnRowAndTheirNgrams) {
  const WordVectors vectors = Read({});
  ASSERT_EQ(vectors.size(), 2U);
  EXPECT_EQ(vectors.vocabulary().CountOf(TokenId{0}), Count{7});
  EXPECT_EQ(vectors.metadata().at("model"), "skipgram");
  EXPECT_EQ(vectors.metadata().at("epochs"), "4");
  // "at": "<at", "<at>", "at>". Its own row is 3, 4; bucket b's is 5 + 2 b, 6 + 2 b.
  double sum = 3;
  for (const char* ngram : {"<at", "<at>", "at>"}) sum += 5 + 2.0 * (SubwordHash(ngram) % 3);
  const std::vector<float> expected = {static_cast<float>(sum / 4),
                                       static_cast<float>(sum / 4 + 1)};
  EXPECT_THAT(*vectors.Find("at"), Pointwise(FloatNear(1e-6F), expected));
  EXPECT_FALSE(vectors.Find("__label__x"));
  EXPECT_TRUE(vectors.VectorOf("unknown"));
}

TEST(Fasttext, ReadsFilesOfAllAges) {
  Parts old;
  old.versioned = false;
  Parts eleven;
  eleven.version = 11;
  const WordVectors now = Read({});
  for (const Parts& parts : {old, eleven}) {
    const WordVectors then = Read(parts);
    EXPECT_EQ(*then.VectorOf("unknown"), *now.VectorOf("unknown"));
    EXPECT_EQ(*then.VectorOf("the"), *now.VectorOf("the"));
  }
}

TEST(Fasttext, ClassifiersOfVersion11HaveNoNgrams) {
  Parts parts;
  parts.version = 11;
  parts.model = 3;
  const WordVectors vectors = Read(parts);
  EXPECT_EQ(vectors.subwords(), nullptr);
  EXPECT_THAT(*vectors.Find("at"), ElementsAre(3, 4));
}

TEST(Fasttext, ReadsNoMoreThanAsked) {
  const std::string path = WriteFile("in.bin", Parts().Bytes());
  const WordVectors vectors = ReadWordVectors(path, {.max_words = 1});
  EXPECT_EQ(vectors.size(), 1U);
  EXPECT_EQ(*vectors.VectorOf("unknown"), *ReadWordVectors(path).VectorOf("unknown"));
}

TEST(Fasttext, DescribesItself) {
  const FileInfo info = DescribeFile(WriteFile("in.bin", Parts().Bytes()));
  EXPECT_EQ(info.format, Format::kFasttext);
  EXPECT_EQ(info.words, 2U);
  EXPECT_EQ(info.dim, 2U);
  EXPECT_EQ(info.buckets, 3U);
}

TEST(Fasttext, RefusesWhatItCannotRead) {
  EXPECT_THAT((Parts{.version = 13}).Refusal(), HasSubstr("version 13; firth reads 11 and 12"));
  EXPECT_THAT((Parts{.pruned = 0}).Refusal(), HasSubstr("pruned fastText model that is not"));
  EXPECT_THAT((Parts{.dim = 0}).Refusal(), HasSubstr("setting dim is 0"));
  EXPECT_THAT((Parts{.longest = 1000}).Refusal(), HasSubstr("setting maxn is 1000"));
  EXPECT_THAT((Parts{.model = 4}).Refusal(), HasSubstr("setting model is 4"));
}

TEST(Fasttext, RefusesDamage) {
  EXPECT_THAT((Parts{.words = 1 << 30}).Refusal(), HasSubstr("cut short"));
  EXPECT_THAT((Parts{.second_kind = 1}).Refusal(), HasSubstr("label stands among the words"));
  EXPECT_THAT((Parts{.count = -1}).Refusal(), HasSubstr("count of 'the' cannot be"));
  EXPECT_THAT((Parts{.rows = 600}).Refusal(), HasSubstr("longer than the file"));
  EXPECT_THAT((Parts{.rows = std::numeric_limits<std::int64_t>::max()}).Refusal(),
              HasSubstr("longer than the file"));
  EXPECT_THAT((Parts{.columns = 3}).Refusal(), HasSubstr("but vectors have 2"));
  EXPECT_THAT((Parts{.buckets = 4}).Refusal(), HasSubstr("5 rows for 2 words and 4 buckets"));
  EXPECT_THAT((Parts{.first = std::numeric_limits<float>::infinity()}).Refusal(),
              HasSubstr("'the' holds a number that is not finite"));
  EXPECT_THAT((Parts{.behind = "x"}).Refusal(), HasSubstr("1 byte after the output matrix"));
}

TEST(Fasttext, SurvivesEveryTruncation) {
  const std::string whole = Parts().Bytes();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Source cut = FromBytes(std::string_view(whole).substr(0, length));
    EXPECT_NE(MessageOf([&] { ReadFasttext(cut, {}); }), "") << length;
  }
}

/// Vectors with n-grams, as training ends in them.
TrainedModel Trained() {
  TrainedModel model;
  model.vocabulary.Add("</s>", Count{9});
  model.vocabulary.Add("new york", Count{5});
  model.vocabulary.Add("дом", Count{2});
  model.subwords = {2, 4, 11};
  model.input = Matrix(3 + 11, 3);
  model.output = Matrix(3, 3);
  for (std::uint32_t i = 0; i < 14; ++i) {
    for (std::uint32_t c = 0; c < 3; ++c) {
      model.input.MutableRow(RowId{i})[c] = 0.1F * static_cast<float>((i * 5 + c * 3) % 17) - 0.8F;
    }
  }
  model.output.MutableRow(RowId{1})[2] = 0.5F;
  model.settings = {{"dim", "3"}, {"window", "7"}, {"model", "cbow"}, {"loss", "hs"}};
  return model;
}

void ExpectSameAnswers(const WordVectors& read, const WordVectors& expected) {
  for (const char* word : {"</s>", "new york", "дом", "unknown", "домик", "\xFF"}) {
    EXPECT_THAT(*read.VectorOf(word), Pointwise(FloatNear(1e-6F), *expected.VectorOf(word)))
        << word;
  }
  EXPECT_EQ(read.vocabulary().CountOf(TokenId{1}), Count{5});
  EXPECT_EQ(read.subwords()->settings, expected.subwords()->settings);
}

TEST(Fasttext, ComesBackAsItWasWritten) {
  const WordVectors vectors = ToWordVectors(Trained());
  const std::string path = TemporaryPath("out.bin");
  WriteWordVectors(vectors, path, Format::kFasttext);
  const WordVectors read = ReadWordVectors(path);
  ExpectSameAnswers(read, vectors);
  EXPECT_EQ(read.metadata().at("window"), "7");
  EXPECT_EQ(read.metadata().at("model"), "cbow");
  EXPECT_EQ(read.metadata().at("loss"), "hs");
  EXPECT_THAT(LossesInFormat(vectors, Format::kFasttext), IsEmpty());
}

TEST(Fasttext, AModelKeepsItsRowsAndItsOutputMatrix) {
  const std::string path = TemporaryPath("model.bin");
  WriteFasttextModel(Trained(), path);
  ExpectSameAnswers(ReadWordVectors(path), ToWordVectors(Trained()));
  const std::string bytes = Slurp(path);
  const std::string output = bytes.substr(bytes.size() - 9 * sizeof(float));
  EXPECT_EQ(base::LoadLittleEndian<float>(output.data() + 5 * sizeof(float)), 0.5F);
  const TrainedModel trained = Trained();
  const std::string input = bytes.substr(bytes.size() - 9 * 4 - 17 - 14 * 3 * 4, 14 * 3 * 4);
  for (std::uint32_t i = 0; i < 14 * 3; ++i) {
    EXPECT_EQ(base::LoadLittleEndian<float>(input.data() + i * sizeof(float)),
              trained.input.Row(RowId{i / 3})[i % 3]);
  }
}

TEST(Fasttext, HoldsVectorsWithoutNgrams) {
  const WordVectors vectors = MakeVectors({"a", "bb"}, {{1, 2}, {3, 4}});
  const std::string path = TemporaryPath("plain.bin");
  WriteWordVectors(vectors, path, Format::kFasttext);
  const WordVectors read = ReadWordVectors(path);
  ExpectSame(read, vectors);
  EXPECT_EQ(read.subwords(), nullptr);
}

TEST(Fasttext, AWordMayBeAsLongAsTheFile) {
  Vocabulary vocabulary;
  vocabulary.Add(std::string(100'000, 'a'), Count{1});
  SubwordTable table{{1, 100, 1}, Matrix(1, 1)};
  table.rows.MutableRow(RowId{0})[0] = 0.5F;
  const WordVectors vectors(std::move(vocabulary), Matrix(1, 1), {}, std::move(table));
  const std::string path = TemporaryPath("long.bin");
  WriteWordVectors(vectors, path, Format::kFasttext);
  EXPECT_NEAR(ReadWordVectors(path).matrix().Row(RowId{0})[0], 0, 1e-3);
}

TEST(Fasttext, IsNotWrittenWithNgramsThatAreNotFinite) {
  TrainedModel model = Trained();
  model.vocabulary = {};
  model.input = Matrix(11, 3);
  model.input.MutableRow(RowId{4})[1] = std::numeric_limits<float>::infinity();
  model.output = Matrix(0, 3);
  const WordVectors vectors = ToWordVectors(std::move(model));
  for (const Format format : {Format::kFasttext, Format::kSafetensors}) {
    EXPECT_THAT(MessageOf([&] { WriteWordVectors(vectors, TemporaryPath("inf.bin"), format); }),
                HasSubstr("n-grams in bucket 4 holds a number that is not finite"));
  }
  WriteWordVectors(vectors, TemporaryPath("words.txt"), Format::kWord2vecText);
}

TEST(Fasttext, HasNumbersForSoManyWordsAndBuckets) {
  constexpr std::size_t kTooMany = std::size_t{1} << 31;
  EXPECT_EQ(MessageOf([] { RequireRoom(5, {3, 6, kTooMany - 1}); }), "");
  EXPECT_EQ(MessageOf([] {
              RequireRoom(5, {3, 6, kTooMany});
            }),
            "fasttext holds no more than 2147483647 words and as many buckets, not 5 and "
            "2147483648");
  EXPECT_THAT(MessageOf([] { RequireRoom(kTooMany, {}); }), HasSubstr("not 2147483648 and 0"));
}

TEST(Fasttext, CannotHoldANul) {
  Vocabulary vocabulary;
  vocabulary.Add(std::string_view("a\0b", 3));
  const WordVectors vectors(std::move(vocabulary), Matrix(1, 2));
  EXPECT_THAT(
      MessageOf([&] { WriteWordVectors(vectors, TemporaryPath("nul.bin"), Format::kFasttext); }),
      HasSubstr("which has a NUL in it"));
}

}  // namespace
}  // namespace firth::formats
