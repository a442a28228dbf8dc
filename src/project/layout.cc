#include "project/layout.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "base/random.h"
#include "base/run_on_threads.h"
#include "project/nearness.h"

namespace firth::project {
namespace {

constexpr std::size_t kFewRows = 10'000;
constexpr std::size_t kEpochsOfFew = 500;
/// umap-learn's are 200; these are as true as its map for 70,000 rows, and still sooner done.
constexpr std::size_t kEpochsOfMany = 300;
/// No pull or push moves a point further along an axis, learning rate aside (umap-learn).
constexpr float kFurthestMove = 4;
/// Keeps the push of a point that is very near finite (umap-learn).
constexpr float kSoftening = 0.001F;
/// Points that a thread takes at once.
constexpr std::size_t kChunk = 256;
/// Each epoch moves the points in so many parts, one after the other: those that pull each other
/// seldom move at the same time, which would carry them past each other.
constexpr std::size_t kParts = 8;

class Layout {
 public:
  Layout(const FuzzyGraph& graph, const ProjectionSettings& settings, std::size_t epochs,
         std::vector<PlanePoint>& places)
      : graph_(graph), settings_(settings), epochs_(epochs), now_(places), next_(places) {
    const Nearness curve = FitNearness(settings.min_distance);
    a_ = static_cast<float>(curve.a);
    b_ = static_cast<float>(curve.b);
    for (const Edge& edge : graph.edges) largest_ = std::max(largest_, edge.weight);
  }

  /// `epoch` is 1 to `epochs`.
  void Run(std::size_t epoch) {
    rate_ = 1 - static_cast<float>(epoch - 1) / static_cast<float>(epochs_);
    for (std::size_t part = 0; part < kParts; ++part) {
      ForEachOf(part, [&](std::size_t row) { Move(row, epoch); });
      ForEachOf(part, [&](std::size_t row) { now_[row] = next_[row]; });
    }
  }

 private:
  /// Calls work(row) for every kParts-th row, from `part` on.
  template <class Work>
  void ForEachOf(std::size_t part, Work work) const {
    const std::size_t rows = (now_.size() + kParts - 1 - part) / kParts;
    std::atomic<std::size_t> chunk = 0;
    base::RunOnThreads(settings_.threads, [&] {
      for (std::size_t first = kChunk * chunk++; first < rows; first = kChunk * chunk++) {
        const std::size_t end = std::min(first + kChunk, rows);
        for (std::size_t i = first; i < end; ++i) work(part + kParts * i);
      }
    });
  }

  /// Whether an edge pulls in this epoch.
  bool Pulls(const Edge& edge, std::size_t epoch) const {
    const double share = double{edge.weight} / double{largest_};
    return std::floor(share * static_cast<double>(epoch)) >
           std::floor(share * static_cast<double>(epoch - 1));
  }

  void Move(std::size_t row, std::size_t epoch) {
    base::SplitMix64 random = base::StreamFor(settings_.seed, epoch, row);
    PlanePoint place = now_[row];
    for (const Edge& edge : graph_.Of(row)) {
      if (!Pulls(edge, epoch)) continue;
      // Once as the edge's one end and once as its other.
      Pull(now_[edge.row], place);
      Pull(now_[edge.row], place);
      for (std::size_t i = 0; i < settings_.negatives; ++i) {
        const std::uint32_t other = random.Below(static_cast<std::uint32_t>(now_.size()));
        if (other != row) Push(now_[other], place);
      }
    }
    next_[row] = place;
  }

  void Pull(const PlanePoint& other, PlanePoint& place) const {
    const float square = Square(other, place);
    if (square == 0) return;
    const float power = std::pow(square, b_);
    Shift(-2 * a_ * b_ * power / (square * (1 + a_ * power)), other, place);
  }

  void Push(const PlanePoint& other, PlanePoint& place) const {
    const float square = Square(other, place);
    if (square == 0) return;
    Shift(2 * b_ / ((kSoftening + square) * (1 + a_ * std::pow(square, b_))), other, place);
  }

  void Shift(float force, const PlanePoint& other, PlanePoint& place) const {
    const auto move = [&](float away) {
      return rate_ * std::clamp(force * away, -kFurthestMove, kFurthestMove);
    };
    const float x = move(place.x - other.x);
    const float y = move(place.y - other.y);
    place.x += x;
    place.y += y;
  }

  static float Square(const PlanePoint& a, const PlanePoint& b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
  }

  const FuzzyGraph& graph_;
  const ProjectionSettings& settings_;
  std::size_t epochs_;
  std::vector<PlanePoint>& now_;
  std::vector<PlanePoint> next_;
  float a_ = 1;
  float b_ = 1;
  float largest_ = 0;
  float rate_ = 1;
};

}  // namespace

bool LayOut(const FuzzyGraph& graph, const ProjectionSettings& settings,
            const ProjectionObserver& observer, std::vector<PlanePoint>& places) {
  const std::size_t usual = places.size() <= kFewRows ? kEpochsOfFew : kEpochsOfMany;
  const std::size_t epochs = settings.epochs == 0 ? usual : settings.epochs;
  Layout layout(graph, settings, epochs, places);
  for (std::size_t epoch = 1; epoch <= epochs; ++epoch) {
    if (observer.stop.stop_requested()) return false;
    layout.Run(epoch);
    if (observer.progress) {
      observer.progress("layout", static_cast<double>(epoch) / static_cast<double>(epochs));
    }
  }
  return true;
}

void Centre(std::vector<PlanePoint>& points) {
  double x = 0;
  double y = 0;
  for (const PlanePoint& point : points) {
    x += double{point.x} / static_cast<double>(points.size());
    y += double{point.y} / static_cast<double>(points.size());
  }
  for (PlanePoint& point : points) {
    point.x -= static_cast<float>(x);
    point.y -= static_cast<float>(y);
  }
}

}  // namespace firth::project
