#include "glove/tile_order.h"

#include <gtest/gtest.h>

#include <set>

namespace firth::glove {
namespace {

TEST(TileOrder, StrataTakeEachTileOnceAndShareNoColumn) {
  for (const std::size_t side : {1U, 2U, 7U, 64U}) {
    const TileOrder order(side, 3, 5);
    std::set<std::pair<std::size_t, std::size_t>> tiles;
    for (std::size_t stratum = 0; stratum < side; ++stratum) {
      std::set<std::size_t> columns;
      for (std::size_t row = 0; row < side; ++row) {
        columns.insert(order.Column(stratum, row));
        tiles.emplace(row, order.Column(stratum, row));
      }
      EXPECT_EQ(columns.size(), side);
      EXPECT_LT(*columns.rbegin(), side);
    }
    EXPECT_EQ(tiles.size(), side * side);
  }
}

TEST(TileOrder, IsDrawnAnewInEachEpochAndFromEachSeed) {
  const auto columns = [](std::uint64_t seed, std::uint64_t epoch) {
    const TileOrder order(50, seed, epoch);
    std::vector<std::size_t> all;
    for (std::size_t row = 0; row < 50; ++row) all.push_back(order.Column(0, row));
    return all;
  };
  EXPECT_EQ(columns(1, 0), columns(1, 0));
  EXPECT_NE(columns(1, 0), columns(1, 1));
  EXPECT_NE(columns(1, 0), columns(2, 0));
}

TEST(TileOrder, ShuffleKeepsAllAndMovesMost) {
  std::vector<int> items(1000);
  std::iota(items.begin(), items.end(), 0);
  base::SplitMix64 random(1);
  Shuffle(std::span(items), random);
  int stayed = 0;
  for (int i = 0; i < 1000; ++i) stayed += items[static_cast<std::size_t>(i)] == i ? 1 : 0;
  EXPECT_LT(stayed, 10);
  std::ranges::sort(items);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(items[static_cast<std::size_t>(i)], i);
}

}  // namespace
}  // namespace firth::glove
