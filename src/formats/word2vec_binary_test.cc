#include "formats/word2vec_binary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/test_support.h"

namespace firth::formats {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// 1.0 and -2.0 as little-endian float32.
constexpr auto kKing = "king \0\0\x80\x3F\0\0\0\xC0"sv;
constexpr auto kQueen = "queen \0\0\0\xC0\0\0\x80\x3F"sv;

std::string Join(std::initializer_list<std::string_view> parts) {
  std::string bytes;
  for (const auto part : parts) bytes += part;
  return bytes;
}
WordVectors Read(std::string_view bytes, std::size_t max_words = 0) {
  return ReadWord2vecBinary(FromBytes(bytes), {max_words});
}
std::string Refusal(std::string_view bytes) {
  return MessageOf([&] { Read(bytes); });
}

TEST(Word2vecBinary, ReadsRowsWithAndWithoutNewlines) {
  const std::string word2vec = Join({"2 2\n", kKing, "\n", kQueen, "\n"});
  const WordVectors vectors = Read(word2vec);
  EXPECT_THAT(*vectors.Find("king"), ElementsAre(1, -2));
  EXPECT_THAT(*vectors.Find("queen"), ElementsAre(-2, 1));
  ExpectSame(Read(Join({"2 2\n", kKing, kQueen})), vectors);
}

TEST(Word2vecBinary, WritesTheseBytes) {
  const std::string path = TemporaryPath("out.bin");
  WriteWordVectors(MakeVectors({"king", "queen"}, {{1, -2}, {-2, 1}}), path,
                   Format::kWord2vecBinary);
  EXPECT_EQ(Slurp(path), Join({"2 2\n", kKing, "\n", kQueen, "\n"}));
}

TEST(Word2vecBinary, ReadsNoMoreThanAsked) {
  EXPECT_EQ(Read(Join({"2 2\n", kKing, kQueen, "more"}), 1).size(), 1U);
}

TEST(Word2vecBinary, NamesTheByteThatIsWrong) {
  EXPECT_EQ(Refusal(Join({"1 2\n", kKing, kQueen})),
            "file, byte 17: 14 bytes after the last word: the first line is wrong");
  EXPECT_EQ(Refusal(Join({"2 2\n", kKing, "queen-without-end"})),
            "file, byte 17: the file ends within the 2. word");
  EXPECT_EQ(Refusal(Join({"2 2\n", "longer-", kKing, "q \0\0\0"sv})),
            "file, byte 24: the file ends within the 2. word");
  EXPECT_EQ(Refusal("1 1\nnan \0\0\xC0\x7F"sv),
            "file, byte 8: the vector of 'nan' holds a number that is not finite");
}

TEST(Word2vecBinary, DoesNotBelieveItsHeader) {
  EXPECT_THAT(Refusal("1152921504606846976 100\na 1\n"), HasSubstr("only 4 bytes follow"));
  EXPECT_THAT(Refusal("1 4611686018427387904\na 1\n"), HasSubstr("too long"));
  EXPECT_THAT(Refusal("1 0\na "), HasSubstr("0 numbers"));
  EXPECT_THAT(Refusal("no header"), HasSubstr("expected the number of words"));
}

TEST(Word2vecBinary, SurvivesEveryTruncation) {
  const std::string whole = Join({"2 2\n", kKing, "\n", kQueen});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(Refusal(std::string_view(whole).substr(0, length)), "") << length;
  }
}

}  // namespace
}  // namespace firth::formats
