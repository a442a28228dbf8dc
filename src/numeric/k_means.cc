#include "numeric/k_means.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/random.h"
#include "numeric/k_means_seeding.h"
#include "numeric/nearest.h"

namespace firth::numeric {
namespace {

/// So many points meet the means together.
constexpr std::size_t kBlock = 256;

/// One run of Lloyd's algorithm.
class Lloyd {
 public:
  Lloyd(const Points& points, const KMeansSettings& settings,
        const kernels::Kernels<float>& kernels)
      : points_(points),
        settings_(settings),
        kernels_(kernels),
        means_(settings.clusters, points.view().columns),
        dots_(kBlock * settings.clusters),
        distances_(points.size()),
        sizes_(settings.clusters),
        sums_(settings.clusters * points.view().columns) {}

  Clustering Run(base::SplitMix64 random) {
    const auto seeds = ChooseSeeds(points_, settings_.clusters, random, kernels_);
    for (std::size_t c = 0; c < seeds.size(); ++c) {
      means_.Set(c, points_.view().Row(seeds[c]), false);
    }
    result_.cluster_of.assign(points_.size(), static_cast<std::uint32_t>(settings_.clusters));
    while (Assign() && result_.rounds < settings_.max_rounds) {
      FillEmptyClusters();
      MoveMeans();
      ++result_.rounds;
    }
    const RowsView means = means_.view();
    result_.means.assign(means.data, means.data + means.rows * means.columns);
    result_.inertia = std::accumulate(distances_.begin(), distances_.end(), 0.0);
    return std::move(result_);
  }

 private:
  /// Each point to its nearest mean, the first of equals. True when any changed.
  bool Assign() {
    bool changed = false;
    std::ranges::fill(sizes_, 0U);
    if (points_.view().columns <= kFewColumns) return AssignFew();
    for (std::size_t first = 0; first < points_.size(); first += kBlock) {
      const std::size_t count = std::min(kBlock, points_.size() - first);
      Dots(kernels_, points_.view(), first, count, means_.view(), dots_);
      for (std::size_t p = first; p < first + count; ++p) {
        changed |= AssignPoint(p, &dots_[(p - first) * settings_.clusters]);
      }
    }
    return changed;
  }

  bool AssignFew() {
    bool changed = false;
    const NearestCenter nearest(means_.view());
    for (std::size_t p = 0; p < points_.size(); ++p) {
      const auto [cluster, square] = nearest.Of(points_.view().Row(p).data());
      changed |= Put(p, cluster, double{square});
    }
    return changed;
  }

  bool AssignPoint(std::size_t p, const float* dots) {
    std::uint32_t nearest = 0;
    double least = means_.Square(0) - 2 * double{dots[0]};
    for (std::uint32_t c = 1; c < settings_.clusters; ++c) {
      const double distance = means_.Square(c) - 2 * double{dots[c]};
      if (distance >= least) continue;
      nearest = c;
      least = distance;
    }
    return Put(p, nearest, std::max(points_.Square(p) + least, 0.0));
  }

  /// True when the point was in another cluster.
  bool Put(std::size_t p, std::uint32_t cluster, double square) {
    distances_[p] = square;
    ++sizes_[cluster];
    return std::exchange(result_.cluster_of[p], cluster) != cluster;
  }

  void FillEmptyClusters() {
    for (std::uint32_t c = 0; c < settings_.clusters; ++c) {
      if (sizes_[c] > 0) continue;
      const auto furthest = std::ranges::max_element(distances_);
      if (*furthest <= 0) return;
      const auto p = static_cast<std::size_t>(furthest - distances_.begin());
      --sizes_[result_.cluster_of[p]];
      ++sizes_[c];
      result_.cluster_of[p] = c;
      *furthest = 0;
    }
  }

  void MoveMeans() {
    const std::size_t columns = points_.view().columns;
    std::ranges::fill(sums_, 0.0);
    for (std::size_t p = 0; p < points_.size(); ++p) {
      double* sum = &sums_[result_.cluster_of[p] * columns];
      for (const float x : points_.view().Row(p)) *sum++ += x;
    }
    std::vector<float> mean(columns);
    for (std::size_t c = 0; c < settings_.clusters; ++c) {
      if (sizes_[c] == 0) continue;  // it stays where it was
      const double scale = 1.0 / sizes_[c];
      for (std::size_t i = 0; i < columns; ++i) {
        mean[i] = static_cast<float>(sums_[c * columns + i] * scale);
      }
      means_.Set(c, mean, settings_.metric == Metric::kCosine);
    }
  }

  const Points& points_;
  const KMeansSettings& settings_;
  const kernels::Kernels<float>& kernels_;
  Points means_;
  std::vector<float> dots_;
  std::vector<double> distances_;  ///< squared, of each point to the mean of its cluster
  std::vector<std::uint32_t> sizes_;
  std::vector<double> sums_;
  Clustering result_;
};

}  // namespace

Clustering KMeans(RowsView points, const KMeansSettings& settings) {
  const auto& kernels = kernels::KernelsFor<float>(settings.target);
  Points copy(points.rows, points.columns);
  for (std::size_t p = 0; p < points.rows; ++p) {
    copy.Set(p, points.Row(p), settings.metric == Metric::kCosine);
  }
  Clustering best;
  for (unsigned restart = 0; restart < settings.restarts; ++restart) {
    Clustering next = Lloyd(copy, settings, kernels).Run(base::StreamFor(settings.seed, restart));
    if (restart == 0 || next.inertia < best.inertia) best = std::move(next);
  }
  return best;
}

}  // namespace firth::numeric
