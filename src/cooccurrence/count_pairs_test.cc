#include "cooccurrence/count_pairs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stop_token>

#include "base/error_testing.h"
#include "cooccurrence/cooccurrence_testing.h"
#include "cooccurrence/token_chunk.h"
#include "train/ingest/block_feed.h"

namespace firth::cooccurrence {
namespace {

struct Case {
  std::size_t window;
  bool symmetric;
  PairWeight weight;
};

class Counts : public testing::TestWithParam<Case> {};

TEST_P(Counts, AreThoseOfAPlainReference) {
  const auto [window, symmetric, weight] = GetParam();
  const CooccurrenceSettings settings{window, symmetric, weight};
  const std::string text = RandomText(600, 40, 70);
  const CountedText counted = CountText(text, AllWords(), settings, {.least_side = 5});
  EXPECT_GT(counted.tiles.side(), 3U);
  ExpectSameCells(CellsOf(counted.tiles), Reference(text, counted.vocabulary, settings));
}

INSTANTIATE_TEST_SUITE_P(
    Settings, Counts,
    testing::Values(Case{1, true, PairWeight::kHarmonic}, Case{2, false, PairWeight::kHarmonic},
                    Case{10, true, PairWeight::kHarmonic}, Case{10, false, PairWeight::kFlat},
                    Case{15, true, PairWeight::kFlat}, Case{30, true, PairWeight::kHarmonic},
                    Case{1000, true, PairWeight::kHarmonic}));

TEST(CountPairs, SentencesDoNotMeetAndAWordMeetsItselfTwice) {
  const CountedText counted = CountText("a b\nc\n\nb b a\n", AllWords(), {.window = 5});
  // Ids: b, a, c.
  EXPECT_EQ(CellsOf(counted.tiles), (Cells{{{0, 0}, 2}, {{0, 1}, 2.5}, {{1, 0}, 2.5}}));
}

TEST(CountPairs, AsymmetricRowsAreTheWordsThatComeFirst) {
  const CountedText counted = CountText("b b a\n", AllWords(), {.window = 1, .symmetric = false});
  EXPECT_EQ(CellsOf(counted.tiles), (Cells{{{0, 0}, 1}, {{0, 1}, 1}}));
}

TEST(CountPairs, RareWordsTakeNoPlaceInAWindow) {
  TrainSettings words = AllWords();
  words.min_count = 2;
  const CountedText counted = CountText("a x b\na y z b\n", words, {.window = 1});
  EXPECT_EQ(CellsOf(counted.tiles), (Cells{{{0, 1}, 2}, {{1, 0}, 2}}));
}

TEST(CountPairs, LongLinesAreCutWhereTheSettingsSay) {
  TrainSettings words = AllWords();
  words.sentence_length = 2;
  const CountedText counted = CountText("a b c d\n", words, {.window = 3});
  EXPECT_EQ(CellsOf(counted.tiles).size(), 4U);
}

void ExpectSameTiles(const PairTiles& tiles, const PairTiles& expected) {
  ASSERT_EQ(tiles.side(), expected.side());
  std::vector<Pair> buffer;
  std::vector<Pair> other_buffer;
  for (std::size_t i = 0; i < tiles.side(); ++i) {
    ASSERT_EQ(tiles.Rows(i), expected.Rows(i));
    for (std::size_t j = 0; j < tiles.side(); ++j) {
      ASSERT_TRUE(std::ranges::equal(tiles.Read(i, j, buffer), expected.Read(i, j, other_buffer)));
    }
  }
}

TEST(CountPairs, AnyNumberOfThreadsGivesTheSameTiles) {
  const std::string text = RandomText(3000, 60, 900);
  const CooccurrenceSettings settings{.window = 10};
  const CountedText expected = CountText(text, AllWords(), settings);
  for (const unsigned threads : {2U, 3U, 8U}) {
    ExpectSameTiles(CountText(text, AllWords(threads), settings).tiles, expected.tiles);
  }
}

/// Memory that has room for a few blocks of the corpus and no pairs at all.
PairMemory LittleMemory() { return {std::uint64_t{6} << 20, 0}; }

TEST(CountPairs, WhatGoesThroughFilesIsTheSame) {
  const std::string text = RandomText(60'000, 40, 900);
  const CooccurrenceSettings settings{.window = 8, .temp_dir = testing::TempDir()};
  const CountedText expected = CountText(text, AllWords(2), settings);
  std::vector<std::string> notes;
  PairObserver observer;
  observer.note = [&](std::string_view note) { notes.emplace_back(note); };
  const CountedText spilled = CountText(text, AllWords(2), settings, {}, LittleMemory(), observer);
  EXPECT_EQ(notes.size(), 2U) << "counts of parts, and the pairs";
  EXPECT_GT(spilled.tiles.FileBytes(), 0U);
  EXPECT_LT(spilled.tiles.MemoryBytes(), 100'000U);
  ExpectSameTiles(spilled.tiles, expected.tiles);
}

TEST(CountPairs, TooLittleMemoryIsAnErrorThatSaysWhatIsNeeded) {
  try {
    CountText("a b\n", AllWords(), {}, {}, {1000, 0});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kMemory);
    EXPECT_NE(error.message().find("--memory-limit"), std::string::npos);
  }
}

TEST(TokenChunk, MoreWordsThanWereCountedAreRefused) {
  const auto corpus = TextCorpus("a b c d e f g h\n");
  const TrainSettings settings = AllWords();
  const train::Ingested ingested = train::Ingest(*corpus, settings, 1U << 30, {});
  const auto feed = train::MakeBlockFeed(*corpus, ingested, ingested.vocabulary, 0);
  EXPECT_THAT(base::MessageOfError([&] { TokenChunk(*feed, 2, 8, settings, 1, {}, [] {}); }),
              testing::HasSubstr("the corpus has more words than were counted; count again a text "
                                 "that stays as it is"));
}

TEST(CountPairs, AStopEndsItAndLeavesNoFile) {
  const std::string folder = testing::TempDir() + "stopped_pairs";
  std::filesystem::create_directories(folder);
  const std::string text = RandomText(60'000, 40, 900);
  const auto corpus = TextCorpus(text);
  train::Ingested ingested = train::Ingest(*corpus, AllWords(), 1U << 30, {});
  std::stop_source stop;
  PairObserver observer;
  observer.note = [&](std::string_view) { stop.request_stop(); };
  observer.stop = stop.get_token();
  EXPECT_FALSE(CountPairs(*corpus, ingested, AllWords(), {.temp_dir = folder}, {}, LittleMemory(),
                          observer));
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST(CountPairs, AWindowOutOfRangeIsRefused) {
  EXPECT_THAT(base::MessageOfError([&] { Validate(CooccurrenceSettings{.window = 0}); }),
              testing::HasSubstr("--window is 0, but must be from 1 to 1000"));
  EXPECT_THAT(base::MessageOfError([&] { Validate(CooccurrenceSettings{.window = 1001}); }),
              testing::HasSubstr("--window is 1001, but must be from 1 to 1000"));
  EXPECT_NO_THROW(Validate(CooccurrenceSettings{.window = 1000}));
}

}  // namespace
}  // namespace firth::cooccurrence
