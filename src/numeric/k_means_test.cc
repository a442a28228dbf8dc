#include "numeric/k_means.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/random.h"
#include "numeric/k_means_seeding.h"

namespace firth::numeric {
namespace {

RowsView View(const std::vector<float>& numbers, std::size_t columns) {
  return {numbers.data(), numbers.size() / columns, columns, columns};
}

/// `per_group` points around each of `groups` corners that are far apart.
std::vector<float> Blobs(std::size_t groups, std::size_t per_group, std::size_t columns) {
  base::SplitMix64 random(7);
  std::vector<float> numbers;
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::size_t p = 0; p < per_group; ++p) {
      for (std::size_t c = 0; c < columns; ++c) {
        const float corner = c == g % columns ? 10.0F + static_cast<float>(g) : 0.0F;
        numbers.push_back(corner + random.UnitFloat());
      }
    }
  }
  return numbers;
}

/// The sum of squared distances to the means, computed the long way.
double Inertia(RowsView points, const Clustering& clustering, std::size_t clusters) {
  double total = 0;
  for (std::size_t c = 0; c < clusters; ++c) {
    std::vector<double> mean(points.columns);
    double size = 0;
    for (std::size_t p = 0; p < points.rows; ++p) {
      if (clustering.cluster_of[p] != c) continue;
      ++size;
      for (std::size_t i = 0; i < points.columns; ++i) mean[i] += points.Row(p)[i];
    }
    for (std::size_t p = 0; p < points.rows; ++p) {
      if (clustering.cluster_of[p] != c) continue;
      for (std::size_t i = 0; i < points.columns; ++i) {
        total += std::pow(points.Row(p)[i] - mean[i] / size, 2);
      }
    }
  }
  return total;
}

TEST(KMeans, FindsGroupsThatAreFarApart) {
  for (const CpuTarget target : AvailableCpuTargets()) {
    const std::vector<float> numbers = Blobs(8, 50, 5);
    const Clustering found = KMeans(View(numbers, 5), {.clusters = 8, .target = target});
    std::set<std::uint32_t> used;
    for (std::size_t p = 0; p < 400; ++p) {
      EXPECT_EQ(found.cluster_of[p], found.cluster_of[p / 50 * 50]);
      used.insert(found.cluster_of[p]);
    }
    EXPECT_EQ(used.size(), 8U);
    EXPECT_NEAR(found.inertia, Inertia(View(numbers, 5), found, 8), 0.05);
  }
}

TEST(KMeans, GivesTheMeansOfItsClusters) {
  for (const std::size_t columns : {2U, 6U}) {
    const std::vector<float> numbers = Blobs(3, 40, columns);
    const Clustering found = KMeans(View(numbers, columns), {.clusters = 3});
    ASSERT_EQ(found.means.size(), 3 * columns);
    for (std::size_t p = 0; p < 120; p += 40) {
      for (std::size_t c = 0; c < columns; ++c) {
        double mean = 0;
        for (std::size_t i = p; i < p + 40; ++i) mean += numbers[i * columns + c] / 40;
        EXPECT_NEAR(found.means[found.cluster_of[p] * columns + c], mean, 1e-5);
      }
    }
  }
}

TEST(KMeans, TheSameSeedGivesTheSameClusters) {
  const std::vector<float> numbers = Blobs(1, 200, 3);
  const KMeansSettings settings{.clusters = 5, .seed = 3};
  EXPECT_EQ(KMeans(View(numbers, 3), settings).cluster_of,
            KMeans(View(numbers, 3), settings).cluster_of);
}

TEST(KMeans, MoreRestartsAreNoWorse) {
  const std::vector<float> numbers = Blobs(1, 300, 3);
  const double once = KMeans(View(numbers, 3), {.clusters = 9, .restarts = 1}).inertia;
  const double often = KMeans(View(numbers, 3), {.clusters = 9, .restarts = 20}).inertia;
  EXPECT_LE(often, once);
}

TEST(KMeans, UnderCosineLengthDoesNotCount) {
  const std::vector<float> numbers = {1, 0, 100, 1, 0, 1, 2, 90};
  const Clustering cosine = KMeans(View(numbers, 2), {.clusters = 2, .metric = Metric::kCosine});
  EXPECT_EQ(cosine.cluster_of[0], cosine.cluster_of[1]);
  EXPECT_EQ(cosine.cluster_of[2], cosine.cluster_of[3]);
  EXPECT_NE(cosine.cluster_of[0], cosine.cluster_of[2]);
  const Clustering euclidean = KMeans(View(numbers, 2), {.clusters = 3});
  EXPECT_EQ(euclidean.cluster_of[0], euclidean.cluster_of[2]);
}

TEST(KMeans, AsManyClustersAsPointsHaveNoInertia) {
  const std::vector<float> numbers = {1, 5, 9, 70};
  const Clustering found = KMeans(View(numbers, 1), {.clusters = 4});
  EXPECT_NEAR(found.inertia, 0, 1e-3);
  EXPECT_EQ(std::set(found.cluster_of.begin(), found.cluster_of.end()).size(), 4U);
}

TEST(KMeans, EqualPointsAreNoTrouble) {
  const std::vector<float> numbers(30, 2.0F);
  const Clustering found = KMeans(View(numbers, 3), {.clusters = 4});
  EXPECT_EQ(found.inertia, 0);
  EXPECT_EQ(KMeans(View(std::vector<float>(6), 2), {.clusters = 2, .metric = Metric::kCosine})
                .cluster_of.size(),
            3U);
}

TEST(KMeans, ReadsRowsOfAnyStride) {
  const std::vector<float> numbers = {1, 99, 2, -99, 50, 3, 51, 1000};
  const Clustering found = KMeans({numbers.data(), 4, 1, 2}, {.clusters = 2});
  EXPECT_EQ(found.cluster_of[0], found.cluster_of[1]);
  EXPECT_EQ(found.cluster_of[2], found.cluster_of[3]);
}

TEST(ChooseSeeds, TakesFarPointsOftenAndChosenOnesNever) {
  Points points(3, 1);
  const std::vector<float> numbers = {0, 1, 10};
  for (std::size_t p = 0; p < 3; ++p) points.Set(p, View(numbers, 1).Row(p), false);
  const auto& kernels = kernels::KernelsFor<float>(CpuTarget::kBest);
  int far = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    base::SplitMix64 random(seed);
    const auto seeds = ChooseSeeds(points, 2, random, kernels);
    ASSERT_NE(seeds[0], seeds[1]);
    far += static_cast<int>(std::ranges::find(seeds, 2U) != seeds.end());
  }
  // 1/3 + 1/3 (100/101 + 81/82) = 0.9926
  EXPECT_NEAR(far, 993, 12);
}

}  // namespace
}  // namespace firth::numeric
