#include "formats/word2vec_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

WordVectors Read(std::string_view bytes, std::size_t max_words = 0) {
  return ReadWord2vecText(FromBytes(bytes), {max_words});
}
std::string Refusal(std::string_view bytes) {
  return MessageOf([&] { Read(bytes); });
}

TEST(Word2vecText, ReadsWhatWord2vecWrites) {
  const WordVectors vectors = Read("2 3\n</s> 0.001000 -0.002000 0.500000 \nking 1.0 2.0 3.0 \n");
  ASSERT_EQ(vectors.size(), 2U);
  EXPECT_THAT(*vectors.Find("</s>"), ElementsAre(0.001F, -0.002F, 0.5F));
  EXPECT_THAT(*vectors.Find("king"), ElementsAre(1, 2, 3));
}

TEST(Word2vecText, ReadsEveryHabitOfLineEnds) {
  const WordVectors plain = Read("2 2\na 1 2\nb 3 4\n");
  for (const char* bytes : {"2 2\na 1 2\nb 3 4", "2 2\r\na 1 2\r\nb 3 4\r\n",
                            "2 2\na 1 2 \r\nb 3 4 \r\n\r\n", "2 2 \na 1 2\nb 3 4\n\n \n"}) {
    ExpectSame(Read(bytes), plain);
  }
}

TEST(Word2vecText, WordsAreBytes) {
  const WordVectors vectors = Read("4 1\nnew york 1\n\xFF\xFE 2\n 3\na 4\n");
  EXPECT_TRUE(vectors.Find("new york"));
  EXPECT_TRUE(vectors.Find("\xFF\xFE"));
  EXPECT_TRUE(vectors.Find(""));
}

TEST(Word2vecText, AWordMayEndWithANumber) {
  EXPECT_TRUE(Read("2 1\nat 5 1\nthe 2\n").Find("at 5"));
}

TEST(Word2vecText, AWordThatStandsTwiceKeepsBothRows) {
  const WordVectors vectors = Read("2 1\na 1\na 2\n");
  EXPECT_EQ(vectors.size(), 2U);
  EXPECT_THAT(*vectors.Find("a"), ElementsAre(1));
}

TEST(Word2vecText, GlovesRowForUnknownWordsIsNotCounted) {
  const WordVectors vectors = Read("1 2\na 1 2\n<unk> 3 4\n");
  EXPECT_EQ(vectors.size(), 2U);
  EXPECT_THAT(*vectors.Find("<unk>"), ElementsAre(3, 4));
}

TEST(Word2vecText, ReadsNoMoreThanAsked) {
  EXPECT_EQ(Read("3 1\na 1\nb 2\nc broken\n", 2).size(), 2U);
  EXPECT_EQ(Read("1 1\na 1\n", 5).size(), 1U);
  EXPECT_EQ(Read("0 7\n").dim(), 7U);
}

TEST(Word2vecText, NamesTheLineThatIsWrong) {
  EXPECT_EQ(Refusal("2 3\na 1 2 3\nb 1 2\n"), "file: line 3: 2 numbers, expected 3");
  EXPECT_EQ(Refusal("2 2\na 1 2\nb 1 x\n"), "file: line 3: 'x' is not a number");
  EXPECT_EQ(Refusal("2 1\nlong 1\n"), "file: line 3: missing: the file ends after 1 of 2 words");
  EXPECT_EQ(Refusal("1 2\na 1 2\nb 3 4\n"),
            "file: line 3: more lines than the 1 word that the first line promises");
  EXPECT_EQ(Refusal("1 2\na 1 2\n<unk> 3\n"), "file: line 3: 1 number, expected 2");
  EXPECT_EQ(Refusal("2 2\na 1 2 3\nb 4 5 6\n"),
            "file: line 1: promises 2 numbers a word, but the lines hold 3");
  EXPECT_EQ(Refusal("1 1\na inf\n"),
            "file: line 2: the vector of 'a' holds 'inf', which is not a finite number");
}

TEST(Word2vecText, DoesNotBelieveItsHeader) {
  EXPECT_THAT(Refusal("1152921504606846976 100\na 1\n"), HasSubstr("only 4 bytes follow"));
  EXPECT_THAT(Refusal("99999999999999999999999 1\na 1\n"), HasSubstr("only 4 bytes follow"));
  EXPECT_THAT(Refusal("1 9223372036854775808\na 1\n"), HasSubstr("too long"));
  EXPECT_THAT(Refusal("0 18446744073709551615\n"), HasSubstr("too long"));
  EXPECT_THAT(Refusal("1 0\na\n"), HasSubstr("0 numbers"));
  EXPECT_THAT(Refusal("a 1 2\n"), HasSubstr("line 1: expected the number of words"));
  EXPECT_THAT(Refusal(""), HasSubstr("line 1: expected"));
}

TEST(Word2vecText, LongLinesAreNoTrouble) {
  const std::string word(20'000'000, 'x');
  EXPECT_TRUE(Read("1 1\n" + word + " 1\n").Find(word));
  EXPECT_LT(Refusal("1 1\n" + word).size(), 120U);
}

TEST(Word2vecText, WritesTheseBytes) {
  const WordVectors vectors = MakeVectors({"king", "é"}, {{0.1F, -2}, {1e-7F, 1234567}});
  const std::string path = TemporaryPath("out.txt");
  WriteWordVectors(vectors, path, Format::kWord2vecText);
  EXPECT_EQ(Slurp(path), "2 2\nking 0.1 -2\né 1e-07 1234567\n");
  WriteWordVectors(vectors, path, Format::kFasttextVec);
  EXPECT_EQ(Slurp(path), "2 2\nking 0.1 -2 \né 1e-07 1.2346e+06 \n");
}

}  // namespace
}  // namespace firth::formats
