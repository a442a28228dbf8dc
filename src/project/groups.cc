#include <algorithm>
#include <limits>

#include "firth/project.h"
#include "numeric/k_means.h"

namespace firth {
namespace {

constexpr unsigned kRestarts = 3;
constexpr unsigned kMostRounds = 100;

}  // namespace

std::vector<std::uint32_t> GroupsOf(std::span<const PlanePoint> points, std::size_t groups,
                                    std::uint64_t seed) {
  if (points.empty()) return {};
  static_assert(sizeof(PlanePoint) == 2 * sizeof(float));
  const numeric::RowsView rows = {
      .data = &points.front().x, .rows = points.size(), .columns = 2, .stride = 2};
  auto found = numeric::KMeans(rows, {.clusters = std::min(groups, points.size()),
                                      .restarts = kRestarts,
                                      .max_rounds = kMostRounds,
                                      .seed = seed})
                   .cluster_of;
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
