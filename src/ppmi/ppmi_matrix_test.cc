#include "ppmi/ppmi_matrix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "cooccurrence/cooccurrence_testing.h"

namespace firth::ppmi {
namespace {

using cooccurrence::Cells;
using numeric::Block;

/// Equation by equation, in double.
Cells Expected(const Cells& counts, const PpmiSettings& settings) {
  std::map<std::uint32_t, double> rows;
  std::map<std::uint32_t, double> columns;
  for (const auto& [cell, count] : counts) {
    rows[cell.first] += count;
    columns[cell.second] += count;
  }
  double all = 0;
  for (const auto& [word, sum] : columns) all += std::pow(sum, settings.context_smoothing);
  Cells entries;
  for (const auto& [cell, count] : counts) {
    const double context = std::pow(columns[cell.second], settings.context_smoothing) / all;
    const double information = std::log(count / (rows[cell.first] * context));
    entries[cell] = std::max(0.0, information - std::log(settings.shift));
  }
  return entries;
}

Block Identity(std::size_t size) {
  Block block(size, size);
  for (std::size_t i = 0; i < size; ++i) block.Row(i)[i] = 1;
  return block;
}

Block Ordered(std::size_t rows, std::size_t columns) {
  Block block(rows, columns);
  base::SplitMix64 random(4);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) block.Row(r)[c] = random.UnitFloat() - 0.5F;
  }
  return block;
}

constexpr cooccurrence::TileShape kSmallTiles{.least_side = 5, .most_words = 30};

TEST(PpmiMatrix, EntriesAreThoseOfTheEquations) {
  const std::string text = cooccurrence::RandomText(400, 9, 60);
  for (const bool symmetric : {true, false}) {
    const CooccurrenceSettings window{
        .window = 3, .symmetric = symmetric, .weight = PairWeight::kFlat};
    const auto counted =
        cooccurrence::CountText(text, cooccurrence::AllWords(), window, kSmallTiles);
    const std::size_t words = counted.tiles.words();
    const Cells counts = cooccurrence::Reference(text, counted.vocabulary, window);
    for (const PpmiSettings& settings : {PpmiSettings{}, PpmiSettings{1, 1, 0.5},
                                         PpmiSettings{3, 0.75, 0.5}, PpmiSettings{0.5, 0, 0.5}}) {
      Cells expected = Expected(counts, settings);
      for (const CpuTarget target : AvailableCpuTargets()) {
        const Crew crew{kernels::KernelsFor<float>(target)};
        const PpmiMatrix matrix(counted.tiles, settings, crew);
        Block by_rows(words, words);
        Block by_columns(words, words);
        matrix.Multiply(Identity(words), by_rows);
        matrix.MultiplyTransposed(Identity(words), by_columns);
        for (std::uint32_t r = 0; r < words; ++r) {
          for (std::uint32_t c = 0; c < words; ++c) {
            ASSERT_NEAR(by_rows.Row(r)[c], (expected[{r, c}]), 2e-5);
            ASSERT_EQ(by_rows.Row(r)[c], by_columns.Row(c)[r]);
          }
        }
        EXPECT_EQ(matrix.visited(), 2 * counted.tiles.total());
      }
    }
  }
}

TEST(PpmiMatrix, ProductsAreTheSameForAnyNumberOfThreads) {
  const auto counted = cooccurrence::CountText(cooccurrence::RandomText(2000, 12, 300),
                                               cooccurrence::AllWords(), {}, kSmallTiles);
  const std::size_t words = counted.tiles.words();
  const auto products = [&](unsigned threads) {
    const Crew crew{kernels::KernelsFor<float>(CpuTarget::kBest), threads};
    const PpmiMatrix matrix(counted.tiles, {}, crew);
    std::vector<float> all;
    for (const bool transposed : {false, true}) {
      Block out(words, 7);
      const Block x = Ordered(words, 7);
      transposed ? matrix.MultiplyTransposed(x, out) : matrix.Multiply(x, out);
      for (std::size_t r = 0; r < words; ++r) {
        for (std::size_t c = 0; c < 7; ++c) all.push_back(out.Row(r)[c]);
      }
    }
    return all;
  };
  const std::vector<float> one = products(1);
  for (const unsigned threads : {2U, 3U, 9U}) EXPECT_EQ(one, products(threads));
}

TEST(PpmiMatrix, SaysWhetherAnythingIsAboveChance) {
  const auto counted = cooccurrence::CountText("a b\n", cooccurrence::AllWords(), {});
  const Crew crew{kernels::KernelsFor<float>(CpuTarget::kBest)};
  EXPECT_TRUE(PpmiMatrix(counted.tiles, {}, crew).HasEntries());
  EXPECT_FALSE(PpmiMatrix(counted.tiles, {.shift = 100}, crew).HasEntries());
}

}  // namespace
}  // namespace firth::ppmi
