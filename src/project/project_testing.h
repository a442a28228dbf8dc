/// Rows for the tests of projections.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/random.h"
#include "firth/matrix.h"

namespace firth::project {

/// `rows` rows around so many centres as there are `groups`, row r around centre r % groups.
inline Matrix Groups(std::size_t rows, std::size_t columns, std::size_t groups,
                     std::uint64_t seed = 1) {
  Matrix matrix(rows, columns);
  for (std::size_t r = 0; r < rows; ++r) {
    base::SplitMix64 centre = base::StreamFor(seed, 0, r % groups);
    base::SplitMix64 random = base::StreamFor(seed, 1, r);
    for (float& x : matrix.MutableRow(RowId{static_cast<std::uint32_t>(r)})) {
      x = centre.UnitFloat() - 0.5F + 0.2F * (random.UnitFloat() - 0.5F);
    }
  }
  return matrix;
}

}  // namespace firth::project
