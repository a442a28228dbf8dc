#include "project/knn_graph.h"

#include <algorithm>

#include "firth/index.h"

namespace firth::project {
namespace {

/// Rows that are asked for between two looks at the observer.
constexpr std::size_t kAtOnce = 2048;

/// A row that search finds no direction in is near nobody: any rows will do, as far as can be.
void FillUp(std::size_t row, std::size_t count, std::vector<Near>& near) {
  for (std::uint32_t other = 0; near.size() < count; ++other) {
    const auto taken = [other](const Near& n) { return n.row == other; };
    if (other != row && std::ranges::none_of(near, taken)) near.push_back({other, 1});
  }
}

}  // namespace

KnnGraph MakeKnnGraph(MatrixView rows, std::size_t count, const ProjectionSettings& settings,
                      const ProjectionObserver& observer) {
  KnnGraph graph = {.count = count, .near = std::vector<Near>(rows.rows * count)};
  const ExactIndex index(rows, 0, settings.target);
  for (std::size_t first = 0; first < rows.rows; first += kAtOnce) {
    if (observer.stop.stop_requested()) return {};
    if (observer.progress) {
      observer.progress("neighbours", static_cast<double>(first) / static_cast<double>(rows.rows));
    }
    MatrixView part = rows;
    part.data += first * rows.stride;
    part.rows = std::min(kAtOnce, rows.rows - first);
    std::vector<std::vector<RowId>> selves;
    for (std::size_t i = 0; i < part.rows; ++i) {
      selves.push_back({RowId{static_cast<std::uint32_t>(first + i)}});
    }
    const auto found = index.SearchAll(part, count, selves, settings.threads);
    for (std::size_t i = 0; i < part.rows; ++i) {
      std::vector<Near> near;
      for (const auto& [row, score] : found[i]) {
        near.push_back({static_cast<std::uint32_t>(row), std::max(1 - score, 0.0F)});
      }
      FillUp(first + i, count, near);
      std::ranges::copy(near,
                        graph.near.begin() + static_cast<std::ptrdiff_t>((first + i) * count));
    }
  }
  return graph;
}

}  // namespace firth::project
