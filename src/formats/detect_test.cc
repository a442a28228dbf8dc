#include "formats/detect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "formats/test_support.h"

namespace firth::formats {
namespace {

using namespace std::string_view_literals;
using testing::HasSubstr;

Format Of(std::string_view bytes) { return Detect(FromBytes(bytes)); }
std::string Refusal(std::string_view bytes) {
  return MessageOf([&] { Of(bytes); });
}

TEST(Detect, KnowsEachFormat) {
  EXPECT_EQ(Of("2 2\nking 0.1 0.2 \nqueen 0.3 0.4 \n"), Format::kWord2vecText);
  EXPECT_EQ(Of("2 2\r\nking 0.1 0.2\r\n"), Format::kWord2vecText);
  EXPECT_EQ(Of("0 100\n"), Format::kWord2vecText);
  EXPECT_EQ(Of("1 2\nking \0\0\x80\x3F\0\0\0\xC0\n"sv), Format::kWord2vecBinary);
  EXPECT_EQ(Of("king 0.1 0.2\nqueen 0.3 0.4\n"), Format::kGlove);
  EXPECT_EQ(Of("1 0.1 0.2\n2 0.3 0.4\n"), Format::kGlove);
  EXPECT_EQ(Of(". . . 0.1 0.2\nat 0.3 0.4\n"), Format::kGlove);
  EXPECT_EQ(Of("\x93NUMPY\x01"), Format::kNpy);
  EXPECT_EQ(Of("\x02\0\0\0\0\0\0\0{}"sv), Format::kSafetensors);
}

TEST(Detect, ADamagedTextIsStillText) {
  EXPECT_EQ(Of("2 3\nking 0.1 0.2\nqueen 0.3 0.4\n"), Format::kWord2vecText);
}

TEST(Detect, NumbersAloneAreTheProjectorsWhenTheirWordsStandBesideThem) {
  const std::string path = WriteFile("out", "1\t0.1\n2\t0.2\n");
  std::filesystem::remove(TemporaryPath("out.metadata.tsv"));  // of an earlier run
  EXPECT_EQ(DetectFormat(path), Format::kGlove);
  WriteFile("out.metadata.tsv", "a\nb\n");
  EXPECT_EQ(DetectFormat(path), Format::kProjector);
  EXPECT_EQ(DetectFormat(WriteFile("alone.tsv", "1\t0.1\n")), Format::kProjector);
  EXPECT_EQ(DetectFormat(WriteFile("words.tsv", "a\t0.1\n")), Format::kGlove);
  EXPECT_EQ(DetectFormat(WriteFile("blanks.tsv", "1 0.1\n")), Format::kGlove);
}

TEST(Detect, NamesWhatItDoesNotRead) {
  EXPECT_EQ(Refusal(""), "file: is empty");
  EXPECT_THAT(Refusal("\x1F\x8B\x08"), HasSubstr("gzip"));
  EXPECT_THAT(Refusal("\x28\xB5\x2F\xFD"), HasSubstr("zstd"));
  EXPECT_THAT(Refusal("PK\x03\x04"), HasSubstr("zip"));
  EXPECT_THAT(Refusal("\x80\x02"
                      "cgensim"),
              HasSubstr("pickle"));
  EXPECT_THAT(Refusal("\0\1\2\3\4\5\6\7\x08"sv), HasSubstr("holds no word vectors"));
  EXPECT_THAT(Refusal("just a text\n"), HasSubstr("holds no word vectors"));
}

TEST(Detect, KnowsTheFilesOfPeers) {
  FIRTH_NEEDS_DATA(data);
  const std::string word2vec = data + "/fixtures/word2vec/";
  const std::string fasttext = data + "/fixtures/fasttext/";
  EXPECT_EQ(DetectFormat(word2vec + "euclidean_vectors.bin"), Format::kWord2vecBinary);
  EXPECT_EQ(DetectFormat(fasttext + "toy-model.vec"), Format::kWord2vecText);
  EXPECT_THAT(MessageOf([&] { DetectFormat(word2vec + "model-from-gensim-3.8.0.w2v"); }),
              HasSubstr("pickle"));
  for (const char* name :
       {"cp852_fasttext.bin", "crime-and-punishment.bin", "lee_fasttext.bin",
        "lee_fasttext_new.bin", "non_ascii_fasttext.bin", "pang_lee_polarity_fasttext.bin",
        "toy-model-pretrained.bin", "toy-model.bin"}) {
    EXPECT_EQ(DetectFormat(fasttext + name), Format::kFasttext) << name;
    EXPECT_GT(ReadWordVectors(fasttext + name).size(), 0U) << name;
  }
  EXPECT_THAT(MessageOf([&] { DetectFormat(fasttext + "compatible-hash-true.model"); }),
              HasSubstr("pickle"));
}

}  // namespace
}  // namespace firth::formats
