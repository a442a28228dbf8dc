#include "hnsw/graph.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace firth::hnsw {

std::size_t LevelFor(Row row, std::uint64_t seed, std::size_t links) {
  constexpr double kHighest = 31;
  const double chance = 1.0 - static_cast<double>(base::StreamFor(seed, row).UnitFloat());
  const double level = -std::log(chance) / std::log(static_cast<double>(links));
  return static_cast<std::size_t>(std::min(level, kHighest));
}

}  // namespace firth::hnsw
