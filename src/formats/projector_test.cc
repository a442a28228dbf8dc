#include "formats/projector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

WordVectors Read(std::string_view tensors, std::string_view metadata, std::size_t max_words = 0) {
  return ReadProjectorWith(FromBytes(tensors), FromBytes(metadata), {max_words});
}
std::string Refusal(std::string_view tensors, std::string_view metadata) {
  return MessageOf([&] { Read(tensors, metadata); });
}
constexpr std::string_view kTensors = "1\t2\n3\t4e-1\n";

TEST(Projector, ReadsWordsAlone) {
  const WordVectors vectors = Read(kTensors, "king\nnew york");
  EXPECT_THAT(*vectors.Find("king"), ElementsAre(1, 2));
  EXPECT_THAT(*vectors.Find("new york"), ElementsAre(3, 0.4F));
  EXPECT_FALSE(vectors.vocabulary().HasCounts());
  EXPECT_EQ(Read(kTensors, "a\nb\n", 1).size(), 1U);
  EXPECT_EQ(Read("1\t2 \r\n3\t4\r\n\n", "a\r\nb\r\n").size(), 2U);
}

TEST(Projector, AFirstLineWithATabNamesTheColumns) {
  const WordVectors vectors = Read(kTensors, "word\tcount\na\t7\nb\t5\n");
  EXPECT_EQ(vectors.vocabulary().CountOf(*vectors.vocabulary().Find("a")), Count{7});
  EXPECT_TRUE(Read(kTensors, "count\tword\n7\ta\n5\tb\n").Find("a"));
  const WordVectors other = Read(kTensors, "label\tgroup\nx\t1\ny\tsecond\n");
  EXPECT_TRUE(other.Find("x"));
  EXPECT_FALSE(other.vocabulary().HasCounts());
}

TEST(Projector, NamesTheLineThatIsWrong) {
  EXPECT_EQ(Refusal("1\t2\n3\n", "a\nb\n"), "file: line 2: 1 number, expected 2");
  EXPECT_EQ(Refusal("1\t2\n3\tx\n", "a\nb\n"), "file: line 2: 'x' is not a number");
  EXPECT_EQ(Refusal("1\t2\n3\t\n", "a\nb\n"), "file: line 2: 1 number, expected 2");
  EXPECT_EQ(Refusal("1\t2\n\t3\n", "a\nb\n"), "file: line 2: '' is not a number");
  EXPECT_EQ(Refusal("1\t2\n3\tinf\n", "a\nb\n"), "file: line 2: 'inf' is not a finite number");
  EXPECT_EQ(Refusal("1\t2\n\n\n3\t4\n", "a\nb\n"), "file: line 2: 1 number, expected 2");
  EXPECT_THAT(Refusal(kTensors, "a\n"), HasSubstr("holds 1 word, fewer"));
  EXPECT_THAT(Refusal(kTensors, "a\nb\nc\n"), HasSubstr("more words than the 2 vectors"));
  EXPECT_EQ(Refusal(kTensors, "word\tcount\na\t7\nb\t-1\n"),
            "file: line 3: the count of 'b' is no whole number");
  EXPECT_EQ(Refusal(kTensors, "word\tcount\na\n"),
            "file: line 2: the count of 'a' is no whole number");
  EXPECT_EQ(Refusal(kTensors, "count\tword\n7\n"),
            "file: line 2: has fewer columns than the first line names");
  EXPECT_EQ(Refusal(kTensors, "word\tcount\na\t18446744073709551615\nb\t1\n"),
            "file: line 3: the counts add up to more than 2^64");
}

TEST(Projector, ALongFirstLineTakesNoMemory) {
  std::string tensors = "1";
  for (int i = 0; i < 100'000; ++i) tensors += "\t1";
  for (int i = 0; i < 1000; ++i) tensors += "\n2";
  EXPECT_THAT(Refusal(tensors, "a\nb\n"), HasSubstr("line 2: 1 number, expected 100001"));
}

TEST(Projector, AVectorHasSoManyNumbers) {
  constexpr std::size_t kOneTooMany = (std::size_t{1} << 24) + 1;
  std::string tensors(2 * kOneTooMany - 1, '1');
  for (std::size_t i = 1; i < tensors.size(); i += 2) tensors[i] = '\t';
  EXPECT_EQ(Refusal(tensors, "a\n"), "file: line 1: vectors of too many numbers");
}

TEST(Projector, WritesThreeFiles) {
  Vocabulary vocabulary;
  vocabulary.Add("king", Count{12});
  vocabulary.Add("new york", Count{3});
  Matrix matrix(2, 2);
  matrix.MutableRow(RowId{0})[0] = 0.1F;
  matrix.MutableRow(RowId{1})[1] = -2;
  const WordVectors vectors(std::move(vocabulary), std::move(matrix));
  const std::string path = TemporaryPath("out.tsv");
  WriteWordVectors(vectors, path, Format::kProjector);
  EXPECT_EQ(Slurp(path), "0.1\t0\n0\t-2\n");
  EXPECT_EQ(Slurp(TemporaryPath("out.metadata.tsv")), "word\tcount\nking\t12\nnew york\t3\n");
  const std::string config = Slurp(TemporaryPath("out.config.json"));
  EXPECT_THAT(config, HasSubstr("\"tensorPath\": \"Projector_WritesThreeFiles_out.tsv\""));
  EXPECT_THAT(config, HasSubstr("_out.metadata.tsv\""));
  ExpectSame(ReadWordVectors(path), vectors);
  EXPECT_EQ(ReadWordVectors(path).vocabulary().TotalCount(), Count{15});
  EXPECT_TRUE(DescribeFile(path).has_counts);
}

TEST(Projector, WithoutCountsThereIsNoFirstLineOfNames) {
  const std::string path = TemporaryPath("out.tsv");
  WriteWordVectors(MakeVectors({"a"}, {{1, 2}}), path, Format::kProjector);
  EXPECT_EQ(Slurp(TemporaryPath("out.metadata.tsv")), "a\n");
}

TEST(Projector, FindsTheWordsUnderThePeersNames) {
  EXPECT_THAT(ProjectorMetadataPaths("d/x.tsv"), ElementsAre("d/x.metadata.tsv", "d/metadata.tsv"));
  EXPECT_THAT(ProjectorMetadataPaths("x_tensor.tsv"),
              ElementsAre("x_tensor.metadata.tsv", "x_metadata.tsv", "metadata.tsv"));
}

}  // namespace
}  // namespace firth::formats
