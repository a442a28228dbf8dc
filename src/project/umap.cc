#include "project/umap.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "project/fuzzy_graph.h"
#include "project/knn_graph.h"
#include "project/layout.h"
#include "project/pca.h"

namespace firth::project {
namespace {

/// The layout begins within so far from (0, 0), in a square as wide as umap-learn's, with so much
/// chance that no two points coincide.
constexpr float kFirstReach = 5;
constexpr float kFirstNoise = 1e-3F;

void Spread(std::vector<PlanePoint>& points, std::uint64_t seed) {
  float reach = 0;
  for (const auto& [x, y] : points) reach = std::max({reach, std::abs(x), std::abs(y)});
  const float scale = reach > 0 ? kFirstReach / reach : 1;
  base::SplitMix64 random = base::StreamFor(seed, 0, points.size());
  for (PlanePoint& point : points) {
    point.x = scale * point.x + kFirstNoise * (2 * random.UnitFloat() - 1);
    point.y = scale * point.y + kFirstNoise * (2 * random.UnitFloat() - 1);
  }
}

}  // namespace

Projection Umap(MatrixView rows, const ProjectionSettings& settings,
                const ProjectionObserver& observer) {
  Projection result = Pca(rows, settings, observer);
  result.shares = {};
  if (result.points.empty()) return {};
  Spread(result.points, settings.seed);
  const std::size_t near = std::min(settings.neighbors, rows.rows) - 1;
  if (near > 0) {
    const KnnGraph graph = MakeKnnGraph(rows, near, settings, observer);
    if (graph.near.empty()) return {};
    if (!LayOut(Unite(graph), settings, observer, result.points)) return {};
  }
  Centre(result.points);
  return result;
}

}  // namespace firth::project
