#include "ppmi/ppmi_matrix.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/watched_threads.h"

namespace firth::ppmi {
namespace {

using cooccurrence::Pair;
using cooccurrence::PairTiles;
using cooccurrence::WordRange;
using numeric::Block;

/// Calls each(row, pairs of that row of the tile), rows in order.
template <class Each>
void ForEachRow(std::span<const Pair> pairs, const Each& each) {
  while (!pairs.empty()) {
    const std::uint16_t row = pairs.front().row;
    const auto end = std::ranges::find_if(pairs, [row](const Pair& p) { return p.row != row; });
    const auto count = static_cast<std::size_t>(end - pairs.begin());
    each(row, pairs.first(count));
    pairs = pairs.subspan(count);
  }
}

struct Sums {
  std::vector<double> rows;
  std::vector<double> columns;
};

Sums SumsOf(const PairTiles& tiles) {
  Sums sums{std::vector<double>(tiles.words()), std::vector<double>(tiles.words())};
  std::vector<Pair> buffer;
  for (std::size_t i = 0; i < tiles.side(); ++i) {
    for (std::size_t j = 0; j < tiles.side(); ++j) {
      for (const Pair& pair : tiles.Read(i, j, buffer)) {
        const auto count = static_cast<double>(pair.count);
        sums.rows[tiles.Rows(i).begin + pair.row] += count;
        sums.columns[tiles.Rows(j).begin + pair.column] += count;
      }
    }
  }
  return sums;
}

}  // namespace

/// One thread's.
struct PpmiMatrix::Scratch {
  std::vector<Pair> read;
  std::vector<float*> rows;
  std::vector<float> weights;
  std::vector<float> sum;
};

PpmiMatrix::PpmiMatrix(const PairTiles& tiles, const PpmiSettings& settings, const Crew& crew)
    : tiles_(tiles), crew_(crew), row_terms_(tiles.words()), column_terms_(tiles.words()) {
  const Sums sums = SumsOf(tiles);
  const double power = settings.context_smoothing;
  double all = 0;
  for (const double sum : sums.columns) all += sum > 0 ? std::pow(sum, power) : 0;
  const double shared = std::log(settings.shift) - std::log(all);
  // A word without pairs has terms that are not finite, and that nobody asks for.
  for (std::size_t word = 0; word < tiles.words(); ++word) {
    row_terms_[word] = static_cast<float>(std::log(sums.rows[word]));
    column_terms_[word] = static_cast<float>(power * std::log(sums.columns[word]) + shared);
  }
}

float PpmiMatrix::Entry(std::uint32_t row, std::uint32_t column, float count) const {
  return std::log(count) - row_terms_[row] - column_terms_[column];
}

bool PpmiMatrix::HasEntries() const {
  std::vector<Pair> buffer;
  for (std::size_t i = 0; i < tiles_.side(); ++i) {
    for (std::size_t j = 0; j < tiles_.side(); ++j) {
      const auto is_positive = [&](const Pair& pair) {
        return Entry(tiles_.Rows(i).begin + pair.row, tiles_.Rows(j).begin + pair.column,
                     pair.count) > 0;
      };
      if (std::ranges::any_of(tiles_.Read(i, j, buffer), is_positive)) return true;
    }
  }
  return false;
}

void PpmiMatrix::Collect(std::uint32_t row, std::uint32_t first_column, std::span<const Pair> pairs,
                         const Block& block, Scratch& scratch) const {
  scratch.rows.clear();
  scratch.weights.clear();
  for (const Pair& pair : pairs) {
    const std::uint32_t column = first_column + pair.column;
    const float entry = Entry(row, column, pair.count);
    if (!(entry > 0)) continue;
    // The kernels' plan is of rows that scatter may write to; gather only reads.
    scratch.rows.push_back(const_cast<float*>(block.Row(column).data()));
    scratch.weights.push_back(entry);
  }
}

void PpmiMatrix::AddRows(std::size_t i, std::size_t j, const Block& x, Block& y,
                         Scratch& scratch) const {
  scratch.sum.resize(x.stride());
  const WordRange range = tiles_.Rows(i);
  ForEachRow(tiles_.Read(i, j, scratch.read), [&](std::uint16_t row, std::span<const Pair> pairs) {
    Collect(range.begin + row, tiles_.Rows(j).begin, pairs, x, scratch);
    crew_.kernels.gather({.rows = scratch.rows.data(),
                          .count = scratch.rows.size(),
                          .columns = x.columns(),
                          .scale = 1,
                          .weights = scratch.weights.data()},
                         scratch.sum.data());
    float* const out = y.Row(range.begin + row);
    for (std::size_t c = 0; c < x.columns(); ++c) out[c] += scratch.sum[c];
  });
}

void PpmiMatrix::AddColumns(std::size_t i, std::size_t j, const Block& x, Block& y,
                            Scratch& scratch) const {
  const WordRange range = tiles_.Rows(i);
  ForEachRow(tiles_.Read(i, j, scratch.read), [&](std::uint16_t row, std::span<const Pair> pairs) {
    Collect(range.begin + row, tiles_.Rows(j).begin, pairs, y, scratch);
    crew_.kernels.scatter({.rows = scratch.rows.data(),
                           .count = scratch.rows.size(),
                           .columns = x.columns(),
                           .scale = 1,
                           .weights = scratch.weights.data()},
                          x.Row(range.begin + row).data());
  });
}

void PpmiMatrix::Product(const Block& x, Block& y, bool by_rows) const {
  std::atomic<std::size_t> next = 0;
  const auto work = [&](std::size_t /*thread*/, const std::stop_token& stop) {
    Scratch scratch;
    for (std::size_t band = next++; band < tiles_.side(); band = next++) {
      const WordRange range = tiles_.Rows(band);
      std::fill_n(y.Row(range.begin), range.size() * y.stride(), 0.0F);
      for (std::size_t other = 0; other < tiles_.side(); ++other) {
        if (stop.stop_requested()) return;
        const std::size_t i = by_rows ? band : other;
        const std::size_t j = by_rows ? other : band;
        by_rows ? AddRows(i, j, x, y, scratch) : AddColumns(i, j, x, y, scratch);
        visited_ += tiles_.pairs(i, j);
      }
    }
  };
  base::RunWatched(
      crew_.threads, work, crew_.stop, crew_.tick ? crew_.tick : [] {});
}

void PpmiMatrix::Multiply(const Block& x, Block& y) const { Product(x, y, true); }

void PpmiMatrix::MultiplyTransposed(const Block& x, Block& y) const { Product(x, y, false); }

}  // namespace firth::ppmi
