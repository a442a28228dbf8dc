/// Which of many centers is nearest, for points of few numbers: those of product quantisation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numeric/points.h"

namespace firth::numeric {

/// So few that comparing with eight centers at a time beats one dot product after another.
inline constexpr std::size_t kFewColumns = 4;

/// Threads: asking is safe.
class NearestCenter {
 public:
  /// Copies the centers. REQUIRES: at least one.
  explicit NearestCenter(RowsView centers);

  struct Found {
    std::uint32_t center;
    float square;  ///< of the distance
  };
  /// The first of equals. REQUIRES: `point` has as many finite numbers as the centers.
  Found Of(const float* point) const;

 private:
  static constexpr std::size_t kLanes = 8;

  std::size_t columns_;
  std::size_t padded_;          ///< centers, up to a multiple of kLanes
  std::vector<float> numbers_;  ///< column after column; infinite behind the last center
};

}  // namespace firth::numeric
