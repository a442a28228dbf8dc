#include "formats/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "formats/npy_header.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Array(const std::vector<float>& numbers, std::size_t columns) {
  std::string bytes(numbers.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return MakeNpyHeader(numbers.size() / columns, columns) + bytes;
}
WordVectors Read(std::string_view words, std::size_t max_words = 0) {
  const std::string bytes = Array({1, 2, 3, 4}, 2);
  const WordVectors vectors = ReadNpyWith(FromBytes(bytes), FromBytes(words), {max_words});
  Vocabulary vocabulary = vectors.vocabulary().Clone();
  return {std::move(vocabulary), vectors.matrix().Copy(RowLayout::kDense)};
}
std::string Refusal(std::string_view words) {
  return MessageOf([&] { Read(words); });
}

TEST(Npy, ReadsRowsAndTheirWords) {
  const WordVectors vectors = Read("king\nnew york\n");
  EXPECT_THAT(*vectors.Find("king"), ElementsAre(1, 2));
  EXPECT_THAT(*vectors.Find("new york"), ElementsAre(3, 4));
  EXPECT_EQ(Read("king\n\xFF\n", 1).size(), 1U);
}

TEST(Npy, EveryLineIsAWord) {
  for (const char* words : {"a\n b", "a\n b\n", "a\r\n b\r\n"}) {
    EXPECT_THAT(*Read(words).Find(" b"), ElementsAre(3, 4));
  }
  EXPECT_THAT(*Read("\n\n").Find(""), ElementsAre(1, 2));
}

TEST(Npy, AsManyWordsAsRows) {
  EXPECT_EQ(Refusal("a\n"), "file: holds 1 word, fewer than there are vectors");
  EXPECT_EQ(Refusal(""), "file: holds 0 words, fewer than there are vectors");
  EXPECT_EQ(Refusal("a\nb\n\n"), "file: holds more words than the 2 vectors beside it");
}

TEST(Npy, RefusesNumbersThatAreNotFinite) {
  const std::string bytes = Array({1, std::numeric_limits<float>::quiet_NaN()}, 1);
  EXPECT_THAT(MessageOf([&] { ReadNpyWith(FromBytes(bytes), FromBytes("a\nb\n"), {}); }),
              HasSubstr("'b' holds a number that is not finite"));
}

TEST(Npy, WritesTwoFiles) {
  const WordVectors vectors = MakeVectors({"a", "", "c d"}, {{0.1F, -2}, {0, 1}, {2, 3}});
  const std::string path = TemporaryPath("out.npy");
  WriteWordVectors(vectors, path, Format::kNpy);
  EXPECT_EQ(Slurp(path), Array({0.1F, -2, 0, 1, 2, 3}, 2));
  EXPECT_EQ(Slurp(TemporaryPath("out.words.txt")), "a\n\nc d\n");
  ExpectSame(ReadWordVectors(path), vectors);
}

TEST(Npy, SaysWhereTheWordsAreMissing) {
  const std::string path = WriteFile("alone.npy", Array({1, 2}, 1));
  EXPECT_EQ(MessageOf([&] { ReadWordVectors(path); }),
            path + ": its words are not beside it: put them into " +
                TemporaryPath("alone.words.txt") + ", one a line");
  EXPECT_EQ(DescribeFile(path).words, 2U);
}

}  // namespace
}  // namespace firth::formats
