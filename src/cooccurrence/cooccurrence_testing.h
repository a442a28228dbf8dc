/// What the tests of counting share: texts, and a reference that counts them as one would by hand.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "cooccurrence/count_pairs.h"
#include "firth/cooccurrence.h"
#include "firth/error.h"

namespace firth::cooccurrence {

using Cells = std::map<std::pair<std::uint32_t, std::uint32_t>, double>;

/// Lines of up to `longest` words, some of them empty; word i ("w0", "w1" ...) is about twice as
/// frequent as word 2 i.
inline std::string RandomText(int lines, std::uint32_t longest, std::uint32_t words,
                              std::uint64_t seed = 1) {
  base::SplitMix64 random(seed);
  std::string text;
  for (int line = 0; line < lines; ++line) {
    for (std::uint32_t left = random.Below(longest + 1); left > 0; --left) {
      text += "w" + std::to_string(random.Below(random.Below(words) + 1)) + " ";
    }
    text += '\n';
  }
  return text;
}

/// Every word is kept and no line cut, unless the test says so.
inline TrainSettings AllWords(unsigned threads = 1) {
  TrainSettings text;
  text.min_count = 1;
  text.sentence_length = 1'000'000;
  text.threads = threads;
  return text;
}

/// Pair by pair; words that `vocabulary` lacks are taken out of the line first, as GloVe's program
/// does.
inline Cells Reference(const std::string& text, const Vocabulary& vocabulary,
                       const CooccurrenceSettings& settings) {
  Cells cells;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::uint32_t> ids;
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      if (const auto id = vocabulary.Find(word)) ids.push_back(static_cast<std::uint32_t>(*id));
    }
    for (std::size_t right = 0; right < ids.size(); ++right) {
      for (std::size_t d = 1; d <= std::min(right, settings.window); ++d) {
        const double amount =
            settings.weight == PairWeight::kFlat ? 1.0 : 1.0 / static_cast<double>(d);
        cells[{ids[right - d], ids[right]}] += amount;
        if (settings.symmetric) cells[{ids[right], ids[right - d]}] += amount;
      }
    }
  }
  return cells;
}

/// All cells, and that tiles are what they promise.
inline Cells CellsOf(const PairTiles& tiles) {
  Cells cells;
  std::vector<Pair> buffer;
  for (std::size_t i = 0; i < tiles.side(); ++i) {
    EXPECT_EQ(tiles.Rows(i).begin, i == 0 ? 0 : tiles.Rows(i - 1).end);
    for (std::size_t j = 0; j < tiles.side(); ++j) {
      const std::span<const Pair> pairs = tiles.Read(i, j, buffer);
      EXPECT_EQ(pairs.size(), tiles.pairs(i, j));
      EXPECT_LE(pairs.size(), tiles.largest());
      const auto cell = [](const Pair& pair) { return std::pair(pair.row, pair.column); };
      EXPECT_TRUE(std::ranges::is_sorted(pairs, {}, cell));
      for (const Pair& pair : pairs) {
        EXPECT_LT(pair.row, tiles.Rows(i).size());
        EXPECT_LT(pair.column, tiles.Rows(j).size());
        cells[{tiles.Rows(i).begin + pair.row, tiles.Rows(j).begin + pair.column}] +=
            static_cast<double>(pair.count);
      }
    }
  }
  EXPECT_EQ(cells.size(), tiles.total());
  return cells;
}

/// Equal but for what rounding to float takes.
inline void ExpectSameCells(const Cells& cells, const Cells& expected) {
  ASSERT_EQ(cells.size(), expected.size());
  auto other = expected.begin();
  for (const auto& [cell, count] : cells) {
    ASSERT_EQ(cell, other->first);
    ASSERT_NEAR(count, other->second, 1e-7 * other->second);
    ++other;
  }
}

inline constexpr PairMemory kMuchMemory{std::uint64_t{1} << 32, std::uint64_t{1} << 32};

struct CountedText {
  Vocabulary vocabulary;
  PairTiles tiles;
};

inline CountedText CountText(const std::string& text, const TrainSettings& words,
                             const CooccurrenceSettings& settings, const TileShape& shape = {},
                             const PairMemory& memory = kMuchMemory,
                             const PairObserver& observer = {}) {
  const auto corpus = TextCorpus(text);
  train::Ingested ingested = train::Ingest(*corpus, words, words.MemoryLimit(), {});
  auto tiles = CountPairs(*corpus, ingested, words, settings, shape, memory, observer);
  EXPECT_TRUE(tiles.has_value());
  return {std::move(ingested.vocabulary), tiles ? std::move(*tiles) : PairTiles()};
}

}  // namespace firth::cooccurrence
