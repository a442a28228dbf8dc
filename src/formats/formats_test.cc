#include "firth/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <filesystem>
#include <limits>

#include "base/error_testing.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::array kAll = {Format::kWord2vecText, Format::kWord2vecBinary, Format::kGlove,
                             Format::kFasttext,     Format::kFasttextVec,    Format::kSafetensors,
                             Format::kNpy,          Format::kProjector};

/// Numbers of every size, signs included.
WordVectors ManyNumbers() {
  std::vector<std::string> words;
  std::vector<std::vector<float>> rows;
  std::uint32_t bits = 1;
  for (int i = 0; i < 200; ++i) {
    words.push_back("w" + std::to_string(i));
    std::vector<float>& row = rows.emplace_back();
    while (row.size() < 7) {
      bits = bits * 1664525 + 1013904223;
      if (std::isfinite(std::bit_cast<float>(bits))) row.push_back(std::bit_cast<float>(bits));
    }
  }
  return MakeVectors(words, rows);
}

TEST(Formats, EveryExactFormatKeepsEveryBit) {
  const WordVectors vectors = ManyNumbers();
  for (const Format format : kAll) {
    if (format == Format::kFasttextVec) continue;
    const std::string path = TemporaryPath("out");
    WriteWordVectors(vectors, path, format);
    EXPECT_EQ(DetectFormat(path), format);
    ExpectSame(ReadWordVectors(path), vectors);
    const FileInfo info = DescribeFile(path);
    EXPECT_EQ(info.words, 200U);
    EXPECT_EQ(info.dim, 7U);
  }
}

TEST(Formats, VecKeepsFiveDigits) {
  const std::string path = TemporaryPath("out.vec");
  WriteWordVectors(MakeVectors({"a"}, {{0.123456789F}}), path, Format::kFasttextVec);
  EXPECT_THAT(*ReadWordVectors(path).Find("a"), ElementsAre(0.12346F));
}

TEST(Formats, HaveNamesAndEndings) {
  for (const Format format : kAll) EXPECT_EQ(FormatFromName(FormatName(format)), format);
  EXPECT_EQ(FormatForWriting("a/b.bin"), Format::kWord2vecBinary);
  EXPECT_EQ(FormatForWriting("b.glove"), Format::kGlove);
  EXPECT_EQ(FormatForWriting("b.npy"), Format::kNpy);
  EXPECT_EQ(FormatForWriting("b.tsv"), Format::kProjector);
  EXPECT_THAT(MessageOf([] { FormatFromName("numpy"); }),
              HasSubstr("'numpy'; there are word2vec-text, word2vec-binary, glove, fasttext, vec, "
                        "safetensors, npy"));
  EXPECT_THAT(MessageOf([] { FormatForWriting("out.xyz"); }), HasSubstr(".txt, .bin, .glove"));
}

TEST(Formats, NameWhatIsLost) {
  Vocabulary vocabulary;
  vocabulary.Add("a", Count{3});
  Matrix matrix(1, 1);
  matrix.MutableRow(RowId{0})[0] = 0.123456F;
  const WordVectors vectors(std::move(vocabulary), std::move(matrix), {{"dim", "1"}});
  EXPECT_THAT(LossesInFormat(vectors, Format::kSafetensors), IsEmpty());
  EXPECT_THAT(LossesInFormat(vectors, Format::kGlove), ElementsAre("counts", "settings"));
  EXPECT_THAT(LossesInFormat(vectors, Format::kNpy), ElementsAre("counts", "settings"));
  EXPECT_THAT(LossesInFormat(vectors, Format::kProjector), ElementsAre("settings"));
  EXPECT_THAT(LossesInFormat(vectors, Format::kFasttextVec),
              ElementsAre("counts", "settings", "digits beyond the fifth"));
  EXPECT_THAT(LossesInFormat(MakeVectors({"a"}, {{0.5F}}), Format::kFasttextVec), IsEmpty());
}

TEST(Formats, RefuseWordsThatWouldBeMisread) {
  const std::string path = WriteFile("out", "old");
  for (const char* word : {"new york", "line\nend", ""}) {
    const WordVectors vectors = MakeVectors({word}, {{1}});
    for (const Format format : kAll) {
      if (format >= Format::kSafetensors || format == Format::kFasttext) continue;
      EXPECT_THAT(MessageOf([&] { WriteWordVectors(vectors, path, format); }),
                  HasSubstr(std::string(FormatName(format)) + " cannot hold the"));
    }
  }
  EXPECT_THAT(MessageOf([&] {
                WriteWordVectors(MakeVectors({"x"}, {{std::numeric_limits<float>::infinity()}}),
                                 path, Format::kSafetensors);
              }),
              HasSubstr("'x' holds a number that is not finite"));
  EXPECT_EQ(Slurp(path), "old");
}

TEST(Formats, SeveralFilesAreRefusedTogether) {
  const std::string path = WriteFile("out.tsv", "old");
  const std::string words = TemporaryPath("out.words.txt");
  const auto refusal = [&](const char* word, Format format) {
    return MessageOf([&] { WriteWordVectors(MakeVectors({word}, {{1}}), path, format); });
  };
  EXPECT_THAT(refusal("line\nend", Format::kNpy), HasSubstr("which has a line end in it"));
  EXPECT_THAT(refusal("a\tb", Format::kProjector), HasSubstr("which has a blank or a line end"));
  EXPECT_THAT(refusal("", Format::kProjector), HasSubstr("cannot hold the empty word of row 1"));
  EXPECT_EQ(Slurp(path), "old");
  EXPECT_FALSE(std::filesystem::exists(words));
  EXPECT_THAT(MessageOf([] { CheckWritable("-", Format::kNpy); }),
              HasSubstr("npy is several files"));
}

TEST(Formats, AFailureLeavesAllFilesOfAFormatAsTheyWere) {
  const std::string path = TemporaryPath("out.npy");
  WriteWordVectors(MakeVectors({"old"}, {{1}}), path, Format::kNpy);
  const std::string config = TemporaryPath("out.npy.config.json");  // cannot become a file
  std::filesystem::create_directory(config);
  EXPECT_THAT(base::MessageOfError(
                  [&] { WriteWordVectors(MakeVectors({"new"}, {{2}}), path, Format::kProjector); }),
              HasSubstr("out.npy.config.json"));
  EXPECT_TRUE(ReadWordVectors(path).Find("old"));
  EXPECT_FALSE(std::filesystem::exists(path + ".metadata.tsv"));
  std::filesystem::remove(config);
}

TEST(Formats, CheckWritableAsksOnly) {
  const std::string path = TemporaryPath("none");
  CheckWritable(path);
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_THAT(base::MessageOfError([&] { CheckWritable("/nowhere/at/all"); }),
              HasSubstr("/nowhere/at/all: cannot write: No such file or directory"));
}

TEST(Formats, MissingFilesAreNotFound) {
  try {
    ReadWordVectors("/nowhere/at/all");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotFound);
  }
}

TEST(Formats, ReadTheFilesOfPeers) {
  FIRTH_NEEDS_DATA(data);
  const WordVectors gensim = ReadWordVectors(data + "/fixtures/word2vec/euclidean_vectors.bin");
  EXPECT_EQ(gensim.size(), 2747U);
  EXPECT_EQ(gensim.dim(), 10U);
  EXPECT_TRUE(gensim.Find("the"));
  const WordVectors vec = ReadWordVectors(data + "/fixtures/fasttext/toy-model.vec");
  EXPECT_EQ(vec.size(), 22U);
  EXPECT_THAT(*vec.Find("the"),
              ElementsAre(0.068811F, 0.26619F, 0.026622F, -0.2588F, -0.00044401F));
  const std::string copy = TemporaryPath("copy.vec");
  WriteWordVectors(vec, copy, Format::kFasttextVec);
  EXPECT_EQ(Slurp(copy), Slurp(data + "/fixtures/fasttext/toy-model.vec"));
}

}  // namespace
}  // namespace firth::formats
