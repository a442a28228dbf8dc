#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::HasSubstr;

std::string Written(const WordVectors& vectors, Format format) {
  const std::string path = TemporaryPath("database");
  WriteWordVectors(vectors, path, format);
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(Databases, PgvectorGetsWhatCopyReads) {
  EXPECT_EQ(
      Written(MakeVectors({"a", "b\t\\N", "c\r\n", ""}, {{0.1F, -2}, {1e-30F, 3}, {0, 0}, {1, 2}}),
              Format::kPgvector),
      "a\t[0.1,-2]\n"
      "b\\t\\\\N\t[1e-30,3]\n"
      "c\\r\\n\t[0,0]\n"
      "\t[1,2]\n");
}

TEST(Databases, OthersGetJsonALine) {
  Vocabulary vocabulary;
  vocabulary.Add("\"\xC3\xA9\n", Count{3});
  Matrix matrix(1, 2);
  matrix.MutableRow(RowId{0})[0] = 0.1F;
  const std::string line = Written({std::move(vocabulary), std::move(matrix)}, Format::kJsonLines);
  EXPECT_EQ(line, "{\"id\":0,\"word\":\"\\\"\xC3\xA9\\n\",\"count\":3,\"vector\":[0.1,0]}\n");
  EXPECT_EQ(Written(MakeVectors({"a"}, {{1}}), Format::kJsonLines),
            "{\"id\":0,\"word\":\"a\",\"vector\":[1]}\n");
}

TEST(Databases, RefuseWhatTheyCannotHoldAndAreNotRead) {
  for (const Format format : {Format::kPgvector, Format::kJsonLines}) {
    EXPECT_THAT(MessageOf([&] { Written(MakeVectors({"\xFF"}, {{1}}), format); }),
                HasSubstr("is not UTF-8; safetensors can"));
    const std::string path = TemporaryPath("database");
    WriteWordVectors(MakeVectors({"a"}, {{1}}), path, format);
    EXPECT_THAT(MessageOf([&] { ReadWordVectors(path, format); }), HasSubstr("written, not read"));
  }
  const std::string nul("a\0b", 3);
  EXPECT_THAT(MessageOf([&] { Written(MakeVectors({nul}, {{1}}), Format::kPgvector); }),
              HasSubstr("has a NUL in it"));
  EXPECT_EQ(FormatForWriting("x.copy"), Format::kPgvector);
  EXPECT_EQ(FormatForWriting("x.jsonl"), Format::kJsonLines);
}

}  // namespace
}  // namespace firth::formats
