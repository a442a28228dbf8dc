#include <algorithm>
#include <limits>

#include "base/random.h"
#include "firth/project.h"
#include "numeric/k_means.h"
#include "numeric/nearest.h"

namespace firth {
namespace {

constexpr unsigned kRestarts = 3;
constexpr unsigned kMostRounds = 100;
/// Of more points so many, drawn by chance, decide where the groups are.
constexpr std::size_t kDeciding = 20'000;

numeric::RowsView AsRows(std::span<const PlanePoint> points) {
  static_assert(sizeof(PlanePoint) == 2 * sizeof(float));
  return {.data = &points.front().x, .rows = points.size(), .columns = 2, .stride = 2};
}

/// Which group each point is in.
std::vector<std::uint32_t> NearestGroups(std::span<const PlanePoint> points, std::size_t groups,
                                         std::uint64_t seed) {
  const numeric::KMeansSettings settings = {.clusters = std::min(groups, points.size()),
                                            .restarts = kRestarts,
                                            .max_rounds = kMostRounds,
                                            .seed = seed};
  if (points.size() <= kDeciding) return numeric::KMeans(AsRows(points), settings).cluster_of;
  base::SplitMix64 random = base::StreamFor(seed, 0, points.size());
  std::vector<PlanePoint> deciding(kDeciding);
  for (PlanePoint& point : deciding) {
    point = points[random.Below(static_cast<std::uint32_t>(points.size()))];
  }
  const auto means = numeric::KMeans(AsRows(deciding), settings).means;
  const numeric::NearestCenter centers(
      {.data = means.data(), .rows = settings.clusters, .columns = 2, .stride = 2});
  std::vector<std::uint32_t> found(points.size());
  std::ranges::transform(points, found.begin(), [&centers](const PlanePoint& point) {
    return centers.Of(&point.x).center;
  });
  return found;
}

}  // namespace

std::vector<std::uint32_t> GroupsOf(std::span<const PlanePoint> points, std::size_t groups,
                                    std::uint64_t seed) {
  if (points.empty()) return {};
  std::vector<std::uint32_t> found = NearestGroups(points, groups, seed);
  constexpr std::uint32_t kUnnamed = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> names(groups, kUnnamed);
  std::uint32_t next = 0;
  for (std::uint32_t& group : found) {
    if (names[group] == kUnnamed) names[group] = next++;
    group = names[group];
  }
  return found;
}

}  // namespace firth
