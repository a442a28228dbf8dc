/// A file of an index, and a walk over its graph, which trusts what was checked.
#include "firth/error.h"
#include "fuzz_reader.h"
#include "hnsw/file.h"
#include "hnsw/walk.h"

namespace {

void WalkAll(const firth::hnsw::StoredGraph& stored) {
  using namespace firth;
  const hnsw::Distances distances(stored.vectors.matrix().view(), stored.settings.metric,
                                  kernels::KernelsFor<float>(CpuTarget::kScalar));
  const hnsw::GraphView& graph = stored.graph;
  const auto links = [&](hnsw::Row row, std::size_t level) { return graph.LinksOf(row, level); };
  const auto counts = [&](hnsw::Row row) { return stored.removed[row] == 0; };
  hnsw::Visited visited;
  std::vector<hnsw::Found> nearest;
  for (hnsw::Row row = 0; row < std::min<std::size_t>(graph.rows, 8); ++row) {
    const hnsw::Query query = distances.OfRow(row);
    const hnsw::Found at =
        hnsw::DescendTo(0, distances, query, graph.entry, graph.LevelOf(graph.entry), links);
    hnsw::Walk(distances, query, at, 0, 4, graph.rows, links, counts, visited, nearest);
    for (const hnsw::Found& found : nearest) fuzz::Require(found.row < graph.rows);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const firth::formats::Source source{
      {reinterpret_cast<const char*>(data), size}, "x.safetensors", nullptr};
  try {
    WalkAll(firth::hnsw::ReadGraph(source));
  } catch (const firth::Error&) {
  }
  return 0;
}
