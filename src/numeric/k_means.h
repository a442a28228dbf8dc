/// Groups of points that are near each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "firth/cpu_target.h"
#include "numeric/points.h"

namespace firth::numeric {

enum class Metric {
  kEuclidean,
  kCosine,  ///< points and means are scaled to length 1 (spherical k-means: Dhillon and Modha,
            ///< Machine Learning 42, 2001)
};

struct KMeansSettings {
  std::size_t clusters = 2;
  Metric metric = Metric::kEuclidean;
  unsigned restarts = 10;
  unsigned max_rounds = 300;
  std::uint64_t seed = 1;
  CpuTarget target = CpuTarget::kBest;
};

struct Clustering {
  std::vector<std::uint32_t> cluster_of;  ///< for each point, below `clusters`
  std::vector<float> means;               ///< of the clusters, one after another
  double inertia = 0;  ///< squared distances of the points to the means of their clusters, summed
  unsigned rounds = 0;
};

/// Lloyd's algorithm (Lloyd, IEEE Transactions on Information Theory 28, 1982) from k-means++
/// seeds, `restarts` times, each until no point changes its cluster; the clustering of least
/// inertia, the first of equals. A cluster that runs empty takes the point that is furthest from
/// its own mean; one may stay empty when there are fewer different points than clusters. The same
/// seed and target give the same result. REQUIRES: 0 < clusters <= points.rows < 2^32, restarts >
/// 0, every number finite.
Clustering KMeans(RowsView points, const KMeansSettings& settings);

}  // namespace firth::numeric
