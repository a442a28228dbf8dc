/// The fuzzy simplicial set of UMAP (McInnes, Healy, Melville 2018, arXiv 1802.03426, algorithms 2
/// and 3): how strongly two rows belong together.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "project/knn_graph.h"

namespace firth::project {

struct Edge {
  std::uint32_t row = 0;  ///< at its other end
  float weight = 0;       ///< above 0, at most 1
};

/// Undirected: each edge stands at both of its ends, in the order of the other's number.
struct FuzzyGraph {
  std::vector<std::size_t> begins{};  ///< one a row, and the end
  std::vector<Edge> edges{};

  std::size_t rows() const { return begins.empty() ? 0 : begins.size() - 1; }
  std::span<const Edge> Of(std::size_t row) const {
    return std::span(edges).subspan(begins[row], begins[row + 1] - begins[row]);
  }
};

/// exp(-(distance - nearest) / width), where `width` is such that the sum over the row's neighbours
/// is log2 of their number, itself counted; REQUIRES: weights.size() == near.size().
void Memberships(std::span<const Near> near, std::span<float> weights);

/// What a row thinks of its near rows, in the manner of Memberships.
using Weigh = std::function<void(std::span<const Near> near, std::span<float> weights)>;
/// What is made of what a row thinks of another and the other of it; 0 is nothing.
using Join = std::function<float(float mine, float its)>;

FuzzyGraph Unite(const KnnGraph& graph, const Weigh& weigh, const Join& join);

/// The fuzzy union of memberships: a + b - a b.
FuzzyGraph Unite(const KnnGraph& graph);

}  // namespace firth::project
