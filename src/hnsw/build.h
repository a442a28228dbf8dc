/// Making the graph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "firth/hnsw.h"
#include "hnsw/distances.h"
#include "hnsw/graph.h"

namespace firth::hnsw {

/// A graph in memory of its own.
struct Graph {
  Layout layout;
  std::vector<Row> base;
  std::vector<std::uint32_t> starts = {0};
  std::vector<Row> upper;
  Row entry = kNoRow;

  std::size_t rows() const { return starts.size() - 1; }
  GraphView view() const {
    return {layout, rows(), base.data(), starts.data(), upper.data(), entry};
  }
};

/// Links all rows from graph.rows() on, up to `rows`, with those before them and each other
/// (algorithms 1 and 4 of the paper). False after a stop.
/// REQUIRES: settings.links == graph.layout.links.
bool Grow(Graph& graph, std::size_t rows, const Distances& distances, const HnswSettings& settings,
          const HnswObserver& observer);

}  // namespace firth::hnsw
