#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>

#include "base/error_testing.h"
#include "base/random.h"
#include "cooccurrence/cooccurrence_testing.h"
#include "cooccurrence/read_cooccurrences.h"
#include "firth/formats.h"

namespace firth::cooccurrence {
namespace {

std::string FileOf(const std::string& name) { return testing::TempDir() + name; }

std::string ContentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Bytes(const std::vector<Record>& records) {
  return {reinterpret_cast<const char*>(records.data()), records.size() * sizeof(Record)};
}

std::vector<Record> Records(const std::string& bytes) {
  std::vector<Record> records(bytes.size() / sizeof(Record));
  std::memcpy(records.data(), bytes.data(), bytes.size());
  return records;
}

Vocabulary Words(int count) {
  Vocabulary vocabulary;
  for (int i = 0; i < count; ++i) vocabulary.Add("w" + std::to_string(i), Count{1});
  return vocabulary;
}

std::optional<PairTiles> Read(const std::string& bytes, const Vocabulary& vocabulary,
                              const PairMemory& memory = kMuchMemory) {
  return ReadCooccurrences(RecordFile({bytes, "records", nullptr}), vocabulary, {.least_side = 4},
                           memory, /*threads=*/2, testing::TempDir());
}

std::string Refusal(const std::string& bytes, int words) {
  try {
    Read(bytes, Words(words));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Records, AreSortedAndHoldTheCountsInDouble) {
  const std::string text = RandomText(2000, 40, 300);
  const auto corpus = TextCorpus(text);
  const CooccurrenceSettings settings{.window = 10};
  const CooccurrenceOutput output{.path = FileOf("pairs.cooccur"),
                                  .vocabulary = FileOf("words.txt")};
  const CooccurrenceResult result = WriteCooccurrences(*corpus, AllWords(2), settings, output);
  const Vocabulary vocabulary = ReadVocabularyFile(output.vocabulary);
  const Cells expected = Reference(text, vocabulary, settings);
  const std::vector<Record> records = Records(ContentOf(output.path));
  ASSERT_EQ(records.size(), expected.size());
  EXPECT_EQ(result.pairs, expected.size());
  EXPECT_EQ(result.words, vocabulary.size());
  EXPECT_FALSE(result.stopped);
  auto cell = expected.begin();
  for (const Record& record : records) {
    ASSERT_EQ(cell->first, std::pair(static_cast<std::uint32_t>(record.row - 1),
                                     static_cast<std::uint32_t>(record.column - 1)));
    ASSERT_NEAR(record.count, cell->second, 1e-12 * cell->second);
    ++cell;
  }
}

TEST(Records, TextHasTheSamePairsByTheirWords) {
  const auto corpus = TextCorpus("b b a\n");
  const CooccurrenceOutput output{FileOf("pairs.txt"), CooccurrenceFormat::kText, ""};
  WriteCooccurrences(*corpus, AllWords(), {.window = 3}, output);
  EXPECT_EQ(ContentOf(output.path), "b b 2\nb a 1.5\na b 1.5\n");
}

TEST(Records, AStopWritesNothing) {
  const auto corpus = TextCorpus(RandomText(2000, 40, 300));
  std::stop_source stop;
  CooccurrenceObserver observer;
  observer.ready = [&](const Vocabulary&) { stop.request_stop(); };
  observer.stop = stop.get_token();
  const CooccurrenceOutput output{.path = FileOf("stopped.cooccur")};
  EXPECT_TRUE(WriteCooccurrences(*corpus, AllWords(), {}, output, observer).stopped);
  EXPECT_FALSE(std::filesystem::exists(output.path));
}

TEST(Records, OfACorpusGiveItsTilesInAnyOrderAndAnyMemory) {
  const std::string text = RandomText(2000, 40, 300);
  const CooccurrenceSettings settings{.window = 10};
  const CountedText counted = CountText(text, AllWords(), settings, {.least_side = 4});
  const Cells expected = CellsOf(counted.tiles);
  const auto corpus = TextCorpus(text);
  const CooccurrenceOutput output{.path = FileOf("tiles.cooccur")};
  WriteCooccurrences(*corpus, AllWords(), settings, output);
  std::vector<Record> records = Records(ContentOf(output.path));
  const PairMemory little{.counting = 100'000, .pairs = 10'000};
  for (const char* order : {"sorted", "shuffled"}) {
    for (const PairMemory& memory : {kMuchMemory, little}) {
      SCOPED_TRACE(order);
      const auto tiles = Read(Bytes(records), counted.vocabulary, memory);
      ASSERT_TRUE(tiles);
      EXPECT_EQ(tiles->side(), counted.tiles.side());
      EXPECT_EQ(tiles->FileBytes() > 0, memory.pairs == little.pairs);
      EXPECT_EQ(CellsOf(*tiles), expected);
    }
    base::SplitMix64 random(1);
    for (std::size_t left = records.size(); left > 1; --left) {
      std::swap(records[left - 1], records[random.Below(static_cast<std::uint32_t>(left))]);
    }
  }
}

TEST(Records, OfOneCellAddUp) {
  const auto tiles = Read(Bytes({{2, 1, 1.5}, {1, 1, 1}, {2, 1, 0.25}}), Words(2));
  EXPECT_EQ(CellsOf(*tiles), (Cells{{{0, 0}, 1}, {{1, 0}, 1.75}}));
}

TEST(Records, ThatAreNoneAreRefusedWithTheirPlace) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  EXPECT_NE(Refusal("", 2).find("no records"), std::string::npos);
  EXPECT_NE(Refusal(Bytes({{1, 1, 1}}) + "x", 2).find("byte 16: the last record is cut"),
            std::string::npos);
  for (const std::int32_t word : {0, -1, 3, std::numeric_limits<std::int32_t>::min()}) {
    EXPECT_NE(Refusal(Bytes({{1, 1, 1}, {word, 1, 1}}), 2).find("byte 16: word"),
              std::string::npos);
    EXPECT_NE(Refusal(Bytes({{1, word, 1}}), 2).find("not one of the vocabulary's 2"),
              std::string::npos);
  }
  for (const double count : {0.0, -1.0, kNan, kInfinite, 1e39, 1e-300}) {
    EXPECT_NE(Refusal(Bytes({{1, 1, count}}), 2).find("no count of a pair"), std::string::npos);
  }
  const double most = std::numeric_limits<float>::max();
  EXPECT_NE(Refusal(Bytes({{1, 1, most}, {1, 1, most}}), 2).find("more than a count can be"),
            std::string::npos);
}

TEST(Records, ThatChangeWhileTheyAreReadAreNamed) {
  std::string bytes = Bytes({{1, 1, 1}, {1, 2, 1}});
  const RecordFile file({bytes, "records", nullptr});
  EXPECT_TRUE(file.Check(2, 1, {}));
  EXPECT_EQ(file.Checked(1, 2).column, 2);
  const std::int32_t other = 3;
  std::memcpy(bytes.data() + sizeof(Record) + sizeof(other), &other, sizeof(other));
  EXPECT_THAT(base::MessageOfError([&] { file.Checked(1, 2); }),
              testing::StrEq("records, byte 16: was changed while it was read; read it again"));
}

}  // namespace
}  // namespace firth::cooccurrence
