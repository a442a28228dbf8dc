#include "formats/vocabulary_file.h"

#include <gtest/gtest.h>

#include "formats/test_support.h"

namespace firth::formats {
namespace {

std::string Refusal(std::string_view bytes) {
  return MessageOf([&] { ReadVocabulary(FromBytes(bytes)); });
}

TEST(VocabularyFile, ReadsWordsAndCounts) {
  const Vocabulary vocabulary = ReadVocabulary(FromBytes("</s> 0\r\nthe 12\nnew york 3"));
  ASSERT_EQ(vocabulary.size(), 3U);
  EXPECT_EQ(vocabulary.CountOf(*vocabulary.Find("</s>")), Count{0});
  EXPECT_EQ(vocabulary.CountOf(*vocabulary.Find("the")), Count{12});
  EXPECT_EQ(vocabulary.CountOf(*vocabulary.Find("new york")), Count{3});
  EXPECT_TRUE(ReadVocabulary(FromBytes("")).empty());
}

TEST(VocabularyFile, NamesTheLineThatIsWrong) {
  EXPECT_EQ(Refusal("a 1\nb\n"), "file: line 2: 'b' is not a word, a blank and a count");
  EXPECT_EQ(Refusal("a -1\n"), "file: line 1: 'a -1' is not a word, a blank and a count");
  EXPECT_EQ(Refusal(" 7\n"), "file: line 1: ' 7' is not a word, a blank and a count");
  EXPECT_EQ(Refusal("a 99999999999999999999\n"),
            "file: line 1: 'a 99999999999999999999' is not a word, a blank and a count");
  EXPECT_EQ(Refusal("a 18446744073709551615\nb 1\n"),
            "file: line 2: the counts add up to more than 2^64");
  EXPECT_EQ(Refusal("a 1\na 2\n"), "file: line 2: 'a' stands in an earlier line already");
}

TEST(VocabularyFile, WritesTheseBytes) {
  Vocabulary vocabulary;
  vocabulary.Add("the", Count{12});
  vocabulary.Add("of", Count{7});
  const std::string path = TemporaryPath("vocab.txt");
  WriteVocabularyFile(vocabulary, path);
  EXPECT_EQ(Slurp(path), "the 12\nof 7\n");
  EXPECT_EQ(ReadVocabularyFile(path).TotalCount(), Count{19});
}

TEST(VocabularyFile, RefusesAWordWithABlank) {
  Vocabulary vocabulary;
  vocabulary.Add("new york", Count{1});
  const std::string path = TemporaryPath("vocab.txt");
  EXPECT_EQ(MessageOf([&] { WriteVocabularyFile(vocabulary, path); }),
            path +
                ": a vocabulary file cannot hold the word 'new york', which has a blank or a "
                "line end in it; safetensors can");
}

}  // namespace
}  // namespace firth::formats
