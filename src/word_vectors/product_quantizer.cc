#include "word_vectors/product_quantizer.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <optional>

#include "base/random.h"
#include "base/run_on_threads.h"
#include "base/system.h"
#include "numeric/k_means.h"

namespace firth::word_vectors {
namespace {

constexpr std::size_t kCentroids = QuantizedMatrix::kCentroids;
constexpr std::size_t kSample = 256 * kCentroids;  ///< rows that points are learnt from: fastText's
constexpr unsigned kRounds = 25;                   ///< of k-means: fastText's

/// Different rows, drawn by chance where there are many, in ascending order.
std::vector<std::size_t> Sample(std::size_t rows, std::uint64_t seed) {
  std::vector<std::size_t> sample(std::min(rows, kSample));
  std::iota(sample.begin(), sample.end(), 0);
  if (rows <= kSample) return sample;
  base::SplitMix64 random = base::StreamFor(seed, rows);
  std::size_t taken = 0;
  // Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
  for (std::size_t row = 0; taken < kSample; ++row) {
    if (random.Below(static_cast<std::uint32_t>(rows - row)) < kSample - taken) {
      sample[taken++] = row;
    }
  }
  return sample;
}

/// Rows of the sample, one after another.
std::vector<float> Gather(const std::vector<std::size_t>& sample, std::size_t columns,
                          const RowSource& source) {
  std::vector<float> rows(sample.size() * columns);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    source(sample[i], {rows.data() + i * columns, columns});
  }
  return rows;
}

}  // namespace

ProductQuantizer::ProductQuantizer(std::size_t rows, std::size_t columns, const RowSource& source,
                                   const QuantizeSettings& settings)
    : piece_(settings.piece), centroids_(columns * kCentroids) {
  const std::vector<std::size_t> sample = Sample(rows, settings.seed);
  const std::vector<float> points = Gather(sample, columns, source);
  const std::size_t pieces = (columns + piece_ - 1) / piece_;
  const std::size_t clusters = std::min(kCentroids, sample.size());
  std::vector<std::optional<numeric::NearestCenter>> nearest(pieces);
  const auto learn = [&](std::size_t p) {
    const std::size_t begin = p * piece_;
    const std::size_t length = std::min(piece_, columns - begin);
    float* const target = &centroids_[begin * kCentroids];
    if (clusters > 0) {
      const numeric::Clustering found = numeric::KMeans(
          {points.data() + begin, sample.size(), length, columns}, {.clusters = clusters,
                                                                    .restarts = 1,
                                                                    .max_rounds = kRounds,
                                                                    .seed = settings.seed + p,
                                                                    .target = settings.cpu_target});
      std::ranges::copy(found.means, target);
    }
    nearest[p].emplace(
        numeric::RowsView{target, std::max<std::size_t>(clusters, 1), length, length});
  };
  std::atomic<std::size_t> next = 0;
  base::RunOnThreads(base::ThreadCount(settings.threads), [&] {
    for (std::size_t p = next++; p < pieces; p = next++) learn(p);
  });
  for (auto& of_piece : nearest) nearest_.push_back(std::move(*of_piece));
}

std::uint64_t ProductQuantizer::MemoryBytes(std::size_t rows, std::size_t columns,
                                            const QuantizeSettings& settings) {
  // Beside a point's numbers k-means holds, in each thread, its square, its cluster, and its
  // distances to two means.
  constexpr std::uint64_t kBesideNumbers = 3 * sizeof(double) + sizeof(std::uint32_t);
  const std::uint64_t points = std::min(rows, kSample);
  const std::uint64_t threads =
      std::min<std::uint64_t>(settings.threads, (columns + settings.piece - 1) / settings.piece);
  const std::uint64_t of_thread = points * (settings.piece * sizeof(float) + kBesideNumbers);
  const std::uint64_t centroids = 2 * std::uint64_t{columns} * kCentroids * sizeof(float);
  return points * (columns * sizeof(float) + sizeof(std::size_t)) + threads * of_thread + centroids;
}

void ProductQuantizer::Encode(std::span<const float> row, std::span<std::uint8_t> codes) const {
  for (std::size_t p = 0; p < nearest_.size(); ++p) {
    codes[p] = static_cast<std::uint8_t>(nearest_[p].Of(&row[p * piece_]).center);
  }
}

}  // namespace firth::word_vectors
