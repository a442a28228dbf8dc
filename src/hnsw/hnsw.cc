#include "firth/hnsw.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <numeric>
#include <utility>

#include "firth/error.h"
#include "formats/source.h"
#include "hnsw/build.h"
#include "hnsw/distances.h"
#include "hnsw/file.h"
#include "hnsw/walk.h"
#include "kernels/kernels.h"

namespace firth {
namespace {

constexpr std::array<std::pair<Metric, std::string_view>, 3> kMetrics = {
    {{Metric::kCosine, "cosine"}, {Metric::kDot, "dot"}, {Metric::kL2, "l2"}}};

void Check(const HnswSettings& settings, std::size_t rows) {
  if (settings.links < 2 || settings.links > 256) {
    throw Error(ErrorKind::kSettings, fmt::format("links: {} is not 2 to 256", settings.links));
  }
  if (settings.width < 1 || settings.width > 65536) {
    throw Error(ErrorKind::kSettings, fmt::format("width: {} is not 1 to 65536", settings.width));
  }
  if (rows == 0) throw Error(ErrorKind::kInput, "there are no vectors to make an index of");
}

}  // namespace

std::string_view MetricName(Metric metric) {
  return std::ranges::find(kMetrics, metric, [](const auto& known) { return known.first; })->second;
}

Metric MetricNamed(std::string_view name) {
  for (const auto& [metric, known] : kMetrics) {
    if (known == name) return metric;
  }
  throw Error(ErrorKind::kSettings,
              fmt::format("there is no metric {}; there are cosine, dot and l2", name));
}

struct HnswIndex::Parts {
  Parts(WordVectors v, const HnswSettings& s, CpuTarget t)
      : vectors(std::move(v)),
        settings(s),
        target(t),
        distances(vectors.matrix().view(), s.metric, kernels::KernelsFor<float>(t)),
        removed(vectors.size()) {}

  std::unique_ptr<hnsw::Visited> TakeVisited();
  std::vector<Neighbor> Shown(const std::vector<hnsw::Found>& nearest) const;

  WordVectors vectors;
  HnswSettings settings;
  CpuTarget target;
  hnsw::Distances distances;
  std::vector<std::uint8_t> removed;  ///< [rows]
  hnsw::Graph owned;                  ///< empty when the graph is mapped
  std::shared_ptr<const void> owner;  ///< of a mapped graph
  hnsw::GraphView graph;

  std::mutex mutex;
  std::vector<std::unique_ptr<hnsw::Visited>> idle;
};

std::unique_ptr<hnsw::Visited> HnswIndex::Parts::TakeVisited() {
  const std::scoped_lock lock(mutex);
  if (idle.empty()) return std::make_unique<hnsw::Visited>();
  auto visited = std::move(idle.back());
  idle.pop_back();
  return visited;
}

std::vector<Neighbor> HnswIndex::Parts::Shown(const std::vector<hnsw::Found>& nearest) const {
  std::vector<Neighbor> shown;
  for (const hnsw::Found& one : nearest) {
    shown.push_back({RowId{one.row}, distances.Score(one.distance)});
  }
  return shown;
}

HnswIndex::HnswIndex(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HnswIndex::~HnswIndex() = default;
HnswIndex::HnswIndex(HnswIndex&&) noexcept = default;
HnswIndex& HnswIndex::operator=(HnswIndex&&) noexcept = default;

HnswIndex HnswIndex::Build(WordVectors vectors, const HnswSettings& settings,
                           const HnswObserver& observer, CpuTarget target) {
  Check(settings, vectors.size());
  auto parts = std::make_unique<Parts>(std::move(vectors), settings, target);
  parts->owned.layout.links = settings.links;
  hnsw::Grow(parts->owned, parts->vectors.size(), parts->distances, settings, observer);
  parts->graph = parts->owned.view();
  return HnswIndex(std::move(parts));
}

HnswIndex HnswIndex::Read(const std::string& path, CpuTarget target) {
  hnsw::StoredGraph stored = hnsw::ReadGraph(formats::OpenSource(path));
  auto parts = std::make_unique<Parts>(std::move(stored.vectors), stored.settings, target);
  parts->removed = std::move(stored.removed);
  parts->owner = std::move(stored.owner);
  parts->graph = stored.graph;
  return HnswIndex(std::move(parts));
}

void HnswIndex::Write(const std::string& path) const {
  hnsw::WriteGraph(parts_->vectors, parts_->graph, parts_->removed, parts_->settings, path);
}

const WordVectors& HnswIndex::vectors() const { return parts_->vectors; }
Metric HnswIndex::metric() const { return parts_->settings.metric; }

std::size_t HnswIndex::size() const {
  return parts_->removed.size() -
         std::accumulate(parts_->removed.begin(), parts_->removed.end(), std::size_t{0});
}

std::vector<Neighbor> HnswIndex::Search(std::span<const float> query, std::size_t k,
                                        std::size_t width) const {
  const hnsw::GraphView& graph = parts_->graph;
  const hnsw::Distances& distances = parts_->distances;
  const auto links = [&](hnsw::Row row, std::size_t level) { return graph.LinksOf(row, level); };
  const auto counts = [&](hnsw::Row row) { return parts_->removed[row] == 0; };
  const hnsw::Query wanted = distances.Of(query);
  const hnsw::Found at =
      hnsw::DescendTo(0, distances, wanted, graph.entry, graph.LevelOf(graph.entry), links);
  auto visited = parts_->TakeVisited();
  std::vector<hnsw::Found> nearest;
  hnsw::Walk(distances, wanted, at, 0, std::max(width, k), graph.rows, links, counts, *visited,
             nearest);
  {
    const std::scoped_lock lock(parts_->mutex);
    parts_->idle.push_back(std::move(visited));
  }
  std::ranges::sort(nearest);
  nearest.resize(std::min(k, nearest.size()));
  return parts_->Shown(nearest);
}

std::vector<Neighbor> HnswIndex::SearchAll(std::span<const float> query, std::size_t k) const {
  const hnsw::Query wanted = parts_->distances.Of(query);
  std::vector<hnsw::Found> nearest;
  for (hnsw::Row row = 0; row < parts_->graph.rows; ++row) {
    if (parts_->removed[row] == 0) nearest.push_back({parts_->distances.Between(wanted, row), row});
  }
  const std::size_t count = std::min(k, nearest.size());
  std::ranges::partial_sort(nearest, nearest.begin() + static_cast<std::ptrdiff_t>(count));
  nearest.resize(count);
  return parts_->Shown(nearest);
}

void HnswIndex::Remove(RowId row) { parts_->removed[Index(row)] = 1; }

HnswIndex HnswIndex::Add(const WordVectors& more, unsigned threads,
                         const HnswObserver& observer) const {
  const WordVectors& old = parts_->vectors;
  if (more.dim() != old.dim()) {
    throw Error(
        ErrorKind::kInput,
        fmt::format("vectors of {} numbers, but the index has such of {}", more.dim(), old.dim()));
  }
  const std::size_t rows = old.size() + more.size();
  Matrix matrix(rows, old.dim());
  Vocabulary vocabulary;
  std::uint32_t at = 0;
  for (const WordVectors* part : {&old, &more}) {
    for (std::uint32_t i = 0; i < part->size(); ++i, ++at) {
      std::ranges::copy(part->matrix().Row(RowId{i}), matrix.MutableRow(RowId{at}).begin());
      vocabulary.Add(part->vocabulary().Word(TokenId{i}), part->vocabulary().CountOf(TokenId{i}));
    }
  }
  HnswSettings settings = parts_->settings;
  settings.threads = threads;
  auto parts =
      std::make_unique<Parts>(WordVectors(std::move(vocabulary), std::move(matrix), old.metadata()),
                              settings, parts_->target);
  std::ranges::copy(parts_->removed, parts->removed.begin());
  const hnsw::GraphView& graph = parts_->graph;
  hnsw::Graph& grown = parts->owned;
  grown.layout = graph.layout;
  grown.base.assign(graph.base, graph.base + graph.rows * graph.layout.BaseStride());
  grown.starts.assign(graph.starts, graph.starts + graph.rows + 1);
  grown.upper.assign(graph.upper, graph.upper + grown.starts.back() * graph.layout.UpperStride());
  grown.entry = graph.entry;
  hnsw::Grow(grown, rows, parts->distances, settings, observer);
  parts->graph = grown.view();
  return HnswIndex(std::move(parts));
}

}  // namespace firth
