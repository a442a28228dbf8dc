#include "formats/glove.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

WordVectors Read(std::string_view bytes, std::size_t max_words = 0) {
  return ReadGlove(FromBytes(bytes), {max_words});
}
std::string Refusal(std::string_view bytes) {
  return MessageOf([&] { Read(bytes); });
}

TEST(Glove, ReadsWordsThatHoldBlanksOrAreNumbers) {
  const WordVectors vectors = Read("the 1 2\n. . . 3 4\n1 5 6\nat 5 7 8\n");
  EXPECT_EQ(vectors.dim(), 2U);
  EXPECT_THAT(*vectors.Find(". . ."), ElementsAre(3, 4));
  EXPECT_THAT(*vectors.Find("1"), ElementsAre(5, 6));
  EXPECT_THAT(*vectors.Find("at 5"), ElementsAre(7, 8));
}

TEST(Glove, AFirstWordWithANumberDoesNotMislead) {
  const WordVectors vectors = Read("at 5 1 2\nthe 1 2\nof 3 4\n");
  EXPECT_EQ(vectors.dim(), 2U);
  EXPECT_TRUE(vectors.Find("at 5"));
}

TEST(Glove, ReadsAFileWithAHeader) {
  const WordVectors vectors = Read("2 2\na 1 2\nb 3 4\n<unk> 5 6\n");
  EXPECT_EQ(vectors.size(), 3U);
  EXPECT_FALSE(vectors.Find("2"));
}

TEST(Glove, ANumberAndItsOnlyNumberAreNoHeader) {
  const WordVectors vectors = Read("12 5\n13 6\n");
  EXPECT_EQ(vectors.size(), 2U);
  EXPECT_THAT(*vectors.Find("12"), ElementsAre(5));
}

TEST(Glove, ReadsNoMoreThanAsked) { EXPECT_EQ(Read("a 1\nb 2\nc x\n", 2).size(), 2U); }

TEST(Glove, NamesTheLineThatIsWrong) {
  EXPECT_EQ(Refusal("a 1 2\nb 1 2\nc 1\n"), "file: line 3: 1 number, expected 2");
  EXPECT_EQ(Refusal("a 1 2\nb 1\n"), "file: line 2: 1 number, expected 2");
  EXPECT_EQ(Refusal("a 1 2\nb 1 2\n\nc 1 2\n"), "file: line 3: 0 numbers, expected 2");
  EXPECT_THAT(Refusal("king queen\n"), HasSubstr("line 1: expected a word and its numbers"));
  EXPECT_THAT(Refusal(""), HasSubstr("line 1"));
}

TEST(Glove, ALongFirstLineTakesNoMemory) {
  std::string bytes = "a";
  for (int i = 0; i < 100'000; ++i) bytes += " 1";
  bytes += '\n';
  for (int i = 0; i < 999; ++i) bytes += "b\n";
  EXPECT_THAT(Refusal(bytes), HasSubstr("line 1"));
  EXPECT_THAT(Refusal("a 1 2 3\n" + std::string(100'000, '\n') + "b 1 2 3\nc 1 2 3\n"),
              HasSubstr("line 1"));
}

TEST(Glove, AVectorHasSoManyNumbers) {
  constexpr std::size_t kOneTooMany = (std::size_t{1} << 24) + 1;
  std::string bytes(2 * kOneTooMany + 1, ' ');
  for (std::size_t i = 2; i < bytes.size(); i += 2) bytes[i] = '1';
  bytes[0] = 'a';
  EXPECT_EQ(Refusal(bytes), "file: line 1: vectors of too many numbers");
}

TEST(Glove, WritesTheseBytes) {
  const std::string path = TemporaryPath("out.glove");
  WriteWordVectors(MakeVectors({"king"}, {{0.1F, -2}}), path, Format::kGlove);
  EXPECT_EQ(Slurp(path), "king 0.1 -2\n");
}

}  // namespace
}  // namespace firth::formats
