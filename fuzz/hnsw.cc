/// A file of an index, and a walk over its graph, which trusts what was checked.
#include "firth/error.h"
#include "fuzz_reader.h"
#include "hnsw/file.h"
#include "hnsw/walk.h"

namespace {

using namespace firth;

template <class Space>
void WalkAll(const hnsw::StoredGraph& stored, const Space& space) {
  const hnsw::GraphView& graph = stored.graph;
  const hnsw::LinksOfView links{graph};
  const auto counts = [&](hnsw::Row row) { return stored.removed[row] == 0; };
  hnsw::WalkMemory memory;
  for (hnsw::Row row = 0; row < std::min<std::size_t>(graph.rows, 8); ++row) {
    const auto query = space.Of(stored.vectors.matrix().Row(RowId{row}));
    const hnsw::Found at =
        hnsw::DescendTo(0, space, query, graph.entry, graph.LevelOf(graph.entry), links, memory);
    hnsw::Walk(space, query, at, 0, 4, graph.rows, links, counts, memory);
    for (const hnsw::Found& found : memory.nearest) fuzz::Require(found.row() < graph.rows);
  }
}

void WalkAll(const hnsw::StoredGraph& stored) {
  const hnsw::Distances distances(stored.vectors.matrix().view(), stored.settings.metric,
                                  kernels::KernelsFor<float>(CpuTarget::kScalar));
  WalkAll(stored, distances);
  const auto coded = hnsw::MakeCodedRows(distances, stored.settings.storage, stored.codes);
  std::visit(
      [&](const auto& space) {
        if constexpr (!std::is_same_v<decltype(space), const std::monostate&>) {
          WalkAll(stored, space);
        }
      },
      coded);
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
