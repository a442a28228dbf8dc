#include "numeric/k_means_seeding.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>

namespace firth::numeric {
namespace {

/// Uniform in [0, 1), 53 bits.
double UnitDouble(base::SplitMix64& random) {
  return static_cast<double>(random() >> 11U) * 0x1p-53;
}

/// Lowers each point's squared distance to the nearest seed by what the new one gives.
void Approach(const Points& points, std::size_t seed, std::vector<float>& dots,
              std::vector<double>& distances, const kernels::Kernels<float>& kernels) {
  RowsView one = points.view();
  one.data += seed * one.stride;
  one.rows = 1;
  Dots(kernels, points.view(), 0, points.size(), one, dots);
  for (std::size_t p = 0; p < points.size(); ++p) {
    const double distance = points.Square(p) + points.Square(seed) - 2 * double{dots[p]};
    distances[p] = std::min(distances[p], std::max(distance, 0.0));
  }
  distances[seed] = 0;
}

/// A point by the weight of its distance.
std::size_t Draw(const std::vector<double>& distances, base::SplitMix64& random) {
  const double total = std::accumulate(distances.begin(), distances.end(), 0.0);
  if (total <= 0) return random.Below(static_cast<std::uint32_t>(distances.size()));
  double left = UnitDouble(random) * total;
  std::size_t chosen = 0;
  for (std::size_t p = 0; p < distances.size(); ++p) {
    if (distances[p] <= 0) continue;
    chosen = p;  // rounding may leave some weight over: the last point with any takes it
    left -= distances[p];
    if (left < 0) break;
  }
  return chosen;
}

}  // namespace

std::vector<std::size_t> ChooseSeeds(const Points& points, std::size_t count,
                                     base::SplitMix64& random,
                                     const kernels::Kernels<float>& kernels) {
  std::vector<double> distances(points.size(), std::numeric_limits<double>::infinity());
  std::vector<float> dots(points.size());
  std::vector<std::size_t> seeds = {random.Below(static_cast<std::uint32_t>(points.size()))};
  while (seeds.size() < count) {
    Approach(points, seeds.back(), dots, distances, kernels);
    seeds.push_back(Draw(distances, random));
  }
  return seeds;
}

}  // namespace firth::numeric
