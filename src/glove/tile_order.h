/// In which order the pairs are visited: a function of the seed and the tiles alone, so simple that
/// another program can follow it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "base/random.h"

namespace firth::glove {

/// Fisher, Yates: for i from the last down to 1, elements i and Below(i + 1) change places.
template <class T>
void Shuffle(std::span<T> items, base::SplitMix64& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[random.Below(static_cast<std::uint32_t>(i))]);
  }
}

/// The tiles of one iteration in side() strata, each of one tile a row of tiles, no two in a column
/// (stratified descent: Gemulla, Nijkamp, Haas, Sismanis, KDD 2011). Threads may take the tiles of
/// a stratum at once: none writes what another reads.
class TileOrder {
 public:
  /// Draws three permutations of 0 ... side - 1 from StreamFor(seed, epoch): shifts, rows, columns.
  TileOrder(std::size_t side, std::uint64_t seed, std::uint64_t epoch)
      : shifts_(side), rows_(side), columns_(side) {
    base::SplitMix64 random = base::StreamFor(seed, epoch);
    for (std::vector<std::uint32_t>* drawn : {&shifts_, &rows_, &columns_}) {
      std::iota(drawn->begin(), drawn->end(), 0);
      Shuffle(std::span(*drawn), random);
    }
  }

  std::size_t side() const { return rows_.size(); }
  /// The column of tiles that stratum `stratum` has in row `row` of tiles.
  std::size_t Column(std::size_t stratum, std::size_t row) const {
    return columns_[(rows_[row] + shifts_[stratum]) % side()];
  }

 private:
  std::vector<std::uint32_t> shifts_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint32_t> columns_;
};

/// Words of a stripe: a tile is visited in stripes of so many rows, whose records stay in the cache
/// nearest to the processor but one.
inline std::size_t StripeRows(std::size_t part) {
  constexpr std::size_t kStripeNumbers = std::size_t{128} * 1024 / sizeof(float);
  return std::max<std::size_t>(1, kStripeNumbers / (2 * part));
}

}  // namespace firth::glove
