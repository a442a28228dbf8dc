#include "project/fuzzy_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace firth::project {
namespace {

constexpr int kHalvings = 64;
constexpr double kTolerance = 1e-5;
/// A width is at least this share of the mean distance (umap-learn's MIN_K_DIST_SCALE), or a row
/// whose neighbours are all equally far would know but the first.
constexpr double kLeastWidth = 1e-3;

/// The smallest distance above 0; 0 without one.
float NearestOther(std::span<const Near> near) {
  const auto first = std::ranges::find_if(near, [](const Near& n) { return n.distance > 0; });
  return first == near.end() ? 0 : first->distance;
}

double Membership(const Near& near, float nearest, double width) {
  const double beyond = double{near.distance} - double{nearest};
  return beyond <= 0 ? 1 : std::exp(-beyond / width);
}

double Width(std::span<const Near> near, float nearest) {
  const double wanted = std::log2(static_cast<double>(near.size() + 1));
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  double width = 1;
  for (int i = 0; i < kHalvings; ++i) {
    double sum = 0;
    for (const Near& n : near) sum += Membership(n, nearest, width);
    if (std::abs(sum - wanted) < kTolerance) break;
    (sum > wanted ? high : low) = width;
    width = std::isfinite(high) ? (low + high) / 2 : width * 2;
  }
  double mean = 0;
  for (const Near& n : near) mean += double{n.distance} / static_cast<double>(near.size());
  return std::max(width, kLeastWidth * mean);
}

/// Each row's neighbours with what it thinks of them, and the same from their side.
struct Directed {
  std::vector<std::size_t> begins;
  std::vector<Edge> edges;
};

Directed Forward(const KnnGraph& graph, const Weigh& weigh) {
  Directed out = {.begins = std::vector<std::size_t>(graph.rows() + 1),
                  .edges = std::vector<Edge>(graph.near.size())};
  std::vector<float> weights(graph.count);
  for (std::size_t row = 0; row < graph.rows(); ++row) {
    const auto near = graph.Of(row);
    weigh(near, weights);
    const auto first = out.edges.begin() + static_cast<std::ptrdiff_t>(row * graph.count);
    std::ranges::transform(near, weights, first, [](const Near& n, float weight) {
      return Edge{n.row, weight};
    });
    std::ranges::sort(first, first + static_cast<std::ptrdiff_t>(graph.count), {}, &Edge::row);
    out.begins[row + 1] = (row + 1) * graph.count;
  }
  return out;
}

Directed Backward(const Directed& forward) {
  Directed out = {.begins = std::vector<std::size_t>(forward.begins.size()),
                  .edges = std::vector<Edge>(forward.edges.size())};
  for (const Edge& edge : forward.edges) ++out.begins[edge.row + 1];
  std::partial_sum(out.begins.begin(), out.begins.end(), out.begins.begin());
  auto places = out.begins;
  for (std::uint32_t row = 0; row + 1 < forward.begins.size(); ++row) {
    for (std::size_t e = forward.begins[row]; e < forward.begins[row + 1]; ++e) {
      out.edges[places[forward.edges[e].row]++] = {row, forward.edges[e].weight};
    }
  }
  return out;
}

}  // namespace

void Memberships(std::span<const Near> near, std::span<float> weights) {
  const float nearest = NearestOther(near);
  const double width = Width(near, nearest);
  std::ranges::transform(near, weights.begin(), [nearest, width](const Near& n) {
    return static_cast<float>(Membership(n, nearest, width));
  });
}

FuzzyGraph Unite(const KnnGraph& graph, const Weigh& weigh, const Join& join) {
  const Directed ours = Forward(graph, weigh);
  const Directed theirs = Backward(ours);
  FuzzyGraph out;
  out.begins.assign(1, 0);
  out.edges.reserve(2 * graph.near.size());
  for (std::size_t row = 0; row < graph.rows(); ++row) {
    std::size_t a = ours.begins[row];
    std::size_t b = theirs.begins[row];
    const std::size_t a_end = ours.begins[row + 1];
    const std::size_t b_end = theirs.begins[row + 1];
    while (a < a_end || b < b_end) {
      const bool has_a = a < a_end && (b == b_end || ours.edges[a].row <= theirs.edges[b].row);
      const bool has_b = b < b_end && (a == a_end || theirs.edges[b].row <= ours.edges[a].row);
      const float mine = has_a ? ours.edges[a].weight : 0;
      const float its = has_b ? theirs.edges[b].weight : 0;
      const std::uint32_t other = has_a ? ours.edges[a].row : theirs.edges[b].row;
      if (mine + its > 0) out.edges.push_back({other, join(mine, its)});
      a += has_a ? 1 : 0;
      b += has_b ? 1 : 0;
    }
    out.begins.push_back(out.edges.size());
  }
  return out;
}

FuzzyGraph Unite(const KnnGraph& graph) {
  return Unite(graph, Memberships, [](float mine, float its) { return mine + its - mine * its; });
}

}  // namespace firth::project
