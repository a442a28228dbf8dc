/// Rows for the tests of projections.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "base/random.h"
#include "firth/matrix.h"
#include "firth/project.h"

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

/// How many points of rows that Groups made are nearest to one of their own group.
inline std::size_t BesideTheirGroup(std::span<const PlanePoint> points, std::size_t groups) {
  std::size_t together = 0;
  for (std::size_t r = 0; r < points.size(); ++r) {
    std::size_t nearest = r;
    float least = std::numeric_limits<float>::infinity();
    for (std::size_t other = 0; other < points.size(); ++other) {
      const float distance =
          std::hypot(points[r].x - points[other].x, points[r].y - points[other].y);
      if (other == r || distance >= least) continue;
      nearest = other;
      least = distance;
    }
    together += nearest % groups == r % groups ? 1 : 0;
  }
  return together;
}

}  // namespace firth::project
