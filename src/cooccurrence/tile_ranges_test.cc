#include "cooccurrence/tile_ranges.h"

#include <gtest/gtest.h>

#include <string>

namespace firth::cooccurrence {
namespace {

/// Word i with the count that Zipf's law gives it.
Vocabulary Zipf(std::size_t words) {
  Vocabulary vocabulary;
  for (std::size_t i = 0; i < words; ++i) {
    vocabulary.Add(std::to_string(i), Count{1'000'000 / (i + 1)});
  }
  return vocabulary;
}

void ExpectWhole(const std::vector<WordRange>& ranges, std::size_t words, std::size_t most) {
  std::uint32_t end = 0;
  for (const WordRange& range : ranges) {
    EXPECT_EQ(range.begin, end);
    EXPECT_GT(range.size(), 0U);
    EXPECT_LE(range.size(), most);
    end = range.end;
  }
  EXPECT_EQ(end, words);
}

TEST(TileRanges, HaveFewFrequentWordsAndManyRareOnes) {
  const auto ranges = TileRanges(Zipf(50'000), {.least_side = 64});
  ExpectWhole(ranges, 50'000, kMostRangeWords);
  EXPECT_GE(ranges.size(), 60U);
  EXPECT_LE(ranges.size(), 80U);
  EXPECT_LT(ranges.front().size() * 20, ranges[ranges.size() / 2].size());
}

TEST(TileRanges, AreNoLongerThanAsked) {
  ExpectWhole(TileRanges(Zipf(50'000), {.least_side = 1, .most_words = 300}), 50'000, 300);
  ExpectWhole(TileRanges(Zipf(200'000), {.least_side = 1}), 200'000, kMostRangeWords);
  ExpectWhole(TileRanges(Zipf(1000), {.least_side = 0, .most_words = 0}), 1000, 1);
}

TEST(TileRanges, TakeWordsWithoutCountsForEquallyFrequent) {
  Vocabulary vocabulary;
  for (int i = 0; i < 6400; ++i) vocabulary.Add(std::to_string(i));
  const auto ranges = TileRanges(vocabulary, {.least_side = 64});
  ExpectWhole(ranges, 6400, 101);
  EXPECT_GE(ranges.size(), 63U);
}

TEST(TileRanges, OfFewWordsAreFew) {
  EXPECT_TRUE(TileRanges(Vocabulary(), {}).empty());
  ExpectWhole(TileRanges(Zipf(1), {}), 1, 1);
  ExpectWhole(TileRanges(Zipf(3), {}), 3, 1);
}

}  // namespace
}  // namespace firth::cooccurrence
