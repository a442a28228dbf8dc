/// Who is near whom.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "firth/project.h"

namespace firth::project {

struct Near {
  std::uint32_t row = 0;
  float distance = 0;  ///< 1 - cosine: 0 to 2
};

/// The `count` nearest rows of each row but itself, the nearest first.
struct KnnGraph {
  std::size_t count = 0;
  std::vector<Near> near{};  ///< row after row, `count` each

  std::size_t rows() const { return count == 0 ? 0 : near.size() / count; }
  std::span<const Near> Of(std::size_t row) const {
    return std::span(near).subspan(row * count, count);
  }
};

/// By exact search. Empty when a stop was requested, and without two rows. REQUIRES: count <
/// rows.rows.
KnnGraph MakeKnnGraph(MatrixView rows, std::size_t count, const ProjectionSettings& settings,
                      const ProjectionObserver& observer);

}  // namespace firth::project
