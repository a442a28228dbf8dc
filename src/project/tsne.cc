#include "project/tsne.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "base/run_on_threads.h"
#include "project/grid_push.h"
#include "project/layout.h"
#include "project/pca.h"
#include "project/quadtree.h"

namespace firth::project {
namespace {

constexpr int kHalvings = 64;
constexpr double kTolerance = 1e-5;
/// scikit-learn's and openTSNE's: at first, neighbours pull this much harder.
constexpr double kExaggeration = 12;
constexpr std::size_t kExaggerated = 250;
constexpr std::size_t kUsual = 750;
constexpr double kFirstMomentum = 0.5;
constexpr double kMomentum = 0.8;
/// A rate of n / exaggeration (Belkina et al. 2019, doi 10.1038/s41467-019-13055-y), with the
/// gradient's factor of 4 in it, and no less than so much.
constexpr double kLeastRate = 50;
constexpr double kTheta = 0.5;
/// From so many rows on a grid is faster than squares within squares (openTSNE's bound).
constexpr std::size_t kGridFrom = 10'000;
constexpr double kLeastGain = 0.01;
/// No step is longer.
constexpr double kLongestStep = 5;
/// The first places vary by so much along the first axis.
constexpr double kFirstSpread = 1e-4;
/// Points that a thread takes at once.
constexpr std::size_t kChunk = 512;

/// The entropy of the likelihoods, which are put into `weights`.
double Entropy(std::span<const Near> near, double width, std::span<float> weights) {
  const double nearest = double{near.front().distance};
  double sum = 0;
  double mean = 0;
  for (const Near& n : near) {
    const double beyond = double{n.distance} - nearest;
    const double likely = std::exp(-width * beyond);
    sum += likely;
    mean += likely * beyond;
  }
  std::ranges::transform(near, weights.begin(), [&](const Near& n) {
    return static_cast<float>(std::exp(-width * (double{n.distance} - nearest)) / sum);
  });
  return std::log(sum) + width * mean / sum;
}

void Shrink(std::vector<PlanePoint>& points) {
  double square = 0;
  for (const PlanePoint& point : points) square += double{point.x} * double{point.x};
  const double spread = std::sqrt(square / static_cast<double>(points.size()));
  const auto scale = static_cast<float>(spread > 0 ? kFirstSpread / spread : 1);
  for (PlanePoint& point : points) point = {scale * point.x, scale * point.y};
}

/// One coordinate of a point on its way.
struct Motion {
  double moved = 0;
  double gain = 1;

  /// What the coordinate moves by (Jacobs 1988, as in van der Maaten's programs).
  double Next(double gradient, double momentum, double rate) {
    gain = std::max(kLeastGain, (gradient > 0) == (moved > 0) ? gain * 0.8 : gain + 0.2);
    moved = std::clamp(momentum * moved - rate * gain * gradient, -kLongestStep, kLongestStep);
    return moved;
  }
};

class Descent {
 public:
  /// `edges` hold what each thinks of the other, summed.
  Descent(const FuzzyGraph& edges, const ProjectionSettings& settings,
          std::vector<PlanePoint>& places)
      : edges_(edges),
        threads_(settings.threads),
        places_(places),
        grid_(settings.threads),
        pushes_(places.size()),
        next_(places.size()),
        x_(places.size()),
        y_(places.size()),
        share_(1 / (2 * static_cast<double>(places.size()))),
        rate_(std::max(kLeastRate, static_cast<double>(places.size()) / kExaggeration / 4)) {}

  void Step(bool first) {
    Push();
    double all = 0;
    for (const Quadtree::Repulsion& push : pushes_) all += push.q;
    const double exaggeration = first ? kExaggeration : 1;
    const double momentum = first ? kFirstMomentum : kMomentum;
    ForEach([&](std::size_t row) { Move(row, exaggeration, momentum, all); });
    std::swap(places_, next_);
  }

 private:
  void Push() {
    if (places_.size() >= kGridFrom) return grid_.Push(places_, pushes_);
    const Quadtree tree(places_);
    ForEach([&](std::size_t row) { pushes_[row] = tree.Of(places_[row], kTheta); });
  }

  template <class Work>
  void ForEach(Work work) {
    std::atomic<std::size_t> chunk = 0;
    base::RunOnThreads(threads_, [&] {
      for (std::size_t begin = kChunk * chunk++; begin < places_.size(); begin = kChunk * chunk++) {
        const std::size_t end = std::min(begin + kChunk, places_.size());
        for (std::size_t row = begin; row < end; ++row) work(row);
      }
    });
  }

  /// Along the gradient of van der Maaten 2014, equation 8.
  void Move(std::size_t row, double exaggeration, double momentum, double all) {
    const double x = double{places_[row].x};
    const double y = double{places_[row].y};
    double pull_x = 0;
    double pull_y = 0;
    for (const Edge& edge : edges_.Of(row)) {
      const double dx = x - double{places_[edge.row].x};
      const double dy = y - double{places_[edge.row].y};
      const double pull = double{edge.weight} / (1 + dx * dx + dy * dy);
      pull_x += pull * dx;
      pull_y += pull * dy;
    }
    const double pull = exaggeration * share_;
    const double gradient_x = 4 * (pull * pull_x - pushes_[row].x / all);
    const double gradient_y = 4 * (pull * pull_y - pushes_[row].y / all);
    next_[row] = {static_cast<float>(x + x_[row].Next(gradient_x, momentum, rate_)),
                  static_cast<float>(y + y_[row].Next(gradient_y, momentum, rate_))};
  }

  const FuzzyGraph& edges_;
  unsigned threads_;
  std::vector<PlanePoint>& places_;
  GridPush grid_;
  std::vector<Quadtree::Repulsion> pushes_;
  std::vector<PlanePoint> next_;
  std::vector<Motion> x_;
  std::vector<Motion> y_;
  double share_;
  double rate_;
};

bool Descend(const FuzzyGraph& edges, const ProjectionSettings& settings,
             const ProjectionObserver& observer, std::vector<PlanePoint>& places) {
  const std::size_t epochs = settings.epochs == 0 ? kUsual : settings.epochs;
  Descent descent(edges, settings, places);
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
    if (observer.stop.stop_requested()) return false;
    descent.Step(epoch < std::min(kExaggerated, epochs / 3));
    if (observer.progress) {
      observer.progress("layout", static_cast<double>(epoch + 1) / static_cast<double>(epochs));
    }
  }
  return true;
}

}  // namespace

void Likelihoods(std::span<const Near> near, double perplexity, std::span<float> weights) {
  const double wanted = std::log(perplexity);
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  double width = 1;
  for (int i = 0; i < kHalvings; ++i) {
    const double entropy = Entropy(near, width, weights);
    if (std::abs(entropy - wanted) < kTolerance) break;
    (entropy > wanted ? low : high) = width;
    width = std::isfinite(high) ? (low + high) / 2 : width * 2;
  }
}

Projection Tsne(MatrixView rows, const ProjectionSettings& settings,
                const ProjectionObserver& observer) {
  Projection result = Pca(rows, settings, observer);
  result.shares = {};
  if (result.points.empty() || rows.rows < 3) return result;
  const auto wanted = static_cast<std::size_t>(3 * settings.perplexity);
  const std::size_t count = std::min(wanted, rows.rows - 1);
  const KnnGraph graph = MakeKnnGraph(rows, count, settings, observer);
  if (graph.near.empty()) return {};
  const double perplexity = std::min(settings.perplexity, static_cast<double>(count) / 3);
  const FuzzyGraph edges = Unite(
      graph,
      [perplexity](std::span<const Near> near, std::span<float> weights) {
        Likelihoods(near, std::max(1.0, perplexity), weights);
      },
      [](float mine, float its) { return mine + its; });
  Shrink(result.points);
  if (!Descend(edges, settings, observer, result.points)) return {};
  Centre(result.points);
  return result;
}

}  // namespace firth::project
