#include "firth/hnsw.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/atomic_file.h"
#include "base/idle_pool.h"
#include "firth/error.h"
#include "formats/source.h"
#include "hnsw/build.h"
#include "hnsw/coded_rows.h"
#include "hnsw/distances.h"
#include "hnsw/file.h"
#include "hnsw/walk.h"
#include "kernels/kernels.h"

namespace firth {
namespace {

constexpr std::array<std::pair<Metric, std::string_view>, 3> kMetrics = {
    {{Metric::kCosine, "cosine"}, {Metric::kDot, "dot"}, {Metric::kL2, "l2"}}};

constexpr std::array<std::pair<Storage, std::string_view>, 4> kStorages = {
    {{Storage::kFloat32, "float32"},
     {Storage::kBf16, "bf16"},
     {Storage::kInt8, "int8"},
     {Storage::kBinary, "binary"}}};

template <class Table, class Value>
std::string_view NameIn(const Table& table, Value value) {
  return std::ranges::find(table, value, [](const auto& known) { return known.first; })->second;
}

/// Rows that the exact search reads at once.
constexpr std::size_t kTile = 512;

void Check(const HnswSettings& settings, std::size_t rows) {
  if (settings.links < 2 || settings.links > 256) {
    throw Error(ErrorKind::kSettings, fmt::format("links: {} is not 2 to 256", settings.links));
  }
  if (settings.width < 1 || settings.width > 65536) {
    throw Error(ErrorKind::kSettings, fmt::format("width: {} is not 1 to 65536", settings.width));
  }
  if (rows == 0) throw Error(ErrorKind::kInput, "there are no vectors to make an index of");
}

/// The words of both; settings and n-grams are the first's.
WordVectors Joined(const WordVectors& old, const WordVectors& more) {
  Matrix matrix(old.size() + more.size(), old.dim());
  Vocabulary vocabulary;
  std::uint32_t at = 0;
  for (const WordVectors* part : {&old, &more}) {
    for (std::uint32_t i = 0; i < part->size(); ++i, ++at) {
      std::ranges::copy(part->matrix().Row(RowId{i}), matrix.MutableRow(RowId{at}).begin());
      vocabulary.Add(part->vocabulary().Word(TokenId{i}), part->vocabulary().CountOf(TokenId{i}));
    }
  }
  std::optional<SubwordTable> subwords;
  if (const SubwordTable* const table = old.subwords()) {
    subwords = {table->settings, table->rows.Copy(RowLayout::kDense), table->kept, table->ngrams};
  }
  return {std::move(vocabulary), std::move(matrix), old.metadata(), std::move(subwords)};
}

}  // namespace

std::string_view MetricName(Metric metric) { return NameIn(kMetrics, metric); }

Metric MetricNamed(std::string_view name) {
  for (const auto& [metric, known] : kMetrics) {
    if (known == name) return metric;
  }
  throw Error(ErrorKind::kSettings,
              fmt::format("there is no metric {}; there are cosine, dot and l2", name));
}

std::string_view StorageName(Storage storage) { return NameIn(kStorages, storage); }

Storage StorageNamed(std::string_view name) {
  for (const auto& [storage, known] : kStorages) {
    if (known == name) return storage;
  }
  throw Error(
      ErrorKind::kSettings,
      fmt::format("there is no storage {}; there are float32, bf16, int8 and binary", name));
}

struct HnswIndex::Parts {
  explicit Parts(hnsw::StoredGraph stored, CpuTarget target);
  Parts(WordVectors v, const HnswSettings& s, CpuTarget t)
      : vectors(std::move(v)),
        settings(s),
        target(t),
        distances(vectors.matrix().view(), s.metric, kernels::KernelsFor<float>(t)),
        removed(vectors.size()) {}

  /// What walks compare, unless that is the vectors.
  void SetCodes(hnsw::Codes made) {
    codes = std::move(made);
    coded = hnsw::MakeCodedRows(distances, settings.storage, codes);
  }
  /// REQUIRES: a number a row.
  void SetRemoved(std::vector<std::uint8_t> numbers) {
    removed = std::move(numbers);
    some_removed = std::ranges::find(removed, 1) != removed.end();
  }
  void MakeCodes() {
    if (settings.storage != Storage::kFloat32) {
      SetCodes(hnsw::MakeCodes(distances, settings.storage));
    }
  }
  void WriteTo(base::AtomicFile& file) const {
    hnsw::WriteGraph(vectors, graph, codes, removed, settings, file);
  }
  /// Leaves in memory.nearest what a walk finds, in no order.
  template <class Space>
  void WalkTo(const Space& space, std::span<const float> query, std::size_t width,
              hnsw::WalkMemory& memory) const;
  /// Gives what a walk by codes found the distances of the vectors.
  void CompareVectors(const hnsw::Distances::Query& query, hnsw::WalkMemory& memory) const;
  /// The nearest `k`, best first.
  std::vector<Neighbor> Shown(std::vector<hnsw::Found>& nearest, std::size_t k) const;

  WordVectors vectors;
  HnswSettings settings;
  CpuTarget target;
  hnsw::Distances distances;
  hnsw::Codes codes;
  hnsw::CodedRows coded;
  std::vector<std::uint8_t> removed;  ///< [rows]
  bool some_removed = false;          ///< one of them at least
  hnsw::Graph owned;                  ///< empty when the graph is mapped
  std::shared_ptr<const void> owner;  ///< of a mapped graph
  hnsw::GraphView graph;
  base::IdlePool<hnsw::WalkMemory> memories;
};

HnswIndex::Parts::Parts(hnsw::StoredGraph stored, CpuTarget t)
    : Parts(std::move(stored.vectors), stored.settings, t) {
  SetRemoved(std::move(stored.removed));
  owner = std::move(stored.owner);
  graph = stored.graph;
  SetCodes(std::move(stored.codes));
}

template <class Space>
void HnswIndex::Parts::WalkTo(const Space& space, std::span<const float> query, std::size_t width,
                              hnsw::WalkMemory& memory) const {
  const hnsw::LinksOfView links{graph};
  const auto counts = [&](hnsw::Row row) { return !some_removed || removed[row] == 0; };
  const typename Space::Query wanted = space.Of(query);
  const hnsw::Found at =
      hnsw::DescendTo(0, space, wanted, graph.entry, graph.LevelOf(graph.entry), links, memory);
  hnsw::Walk(space, wanted, at, 0, width, graph.rows, links, counts, memory);
}

void HnswIndex::Parts::CompareVectors(const hnsw::Distances::Query& query,
                                      hnsw::WalkMemory& memory) const {
  memory.met.clear();
  for (const hnsw::Found& found : memory.nearest) memory.met.push_back(found.row());
  memory.Compare(distances, query);
  for (std::size_t i = 0; i < memory.met.size(); ++i) {
    memory.nearest[i] = {memory.distances[i], memory.met[i]};
  }
}

std::vector<Neighbor> HnswIndex::Parts::Shown(std::vector<hnsw::Found>& nearest,
                                              std::size_t k) const {
  const std::size_t count = std::min(k, nearest.size());
  std::ranges::partial_sort(nearest, nearest.begin() + static_cast<std::ptrdiff_t>(count));
  std::vector<Neighbor> shown;
  for (const hnsw::Found& one : std::span(nearest).first(count)) {
    shown.push_back({RowId{one.row()}, distances.Score(one.distance())});
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
  parts->MakeCodes();
  return HnswIndex(std::move(parts));
}

HnswIndex HnswIndex::Read(const std::string& path, CpuTarget target) {
  return HnswIndex(std::make_unique<Parts>(hnsw::ReadGraph(formats::OpenSource(path)), target));
}

void HnswIndex::Write(const std::string& path) const {
  base::AtomicFile file(path);
  parts_->WriteTo(file);
  file.Commit();
}

HnswIndex HnswIndex::WriteAndRead(const std::string& path) const {
  base::AtomicFile file(path);
  parts_->WriteTo(file);
  file.Sync();
  HnswIndex mapped = Read(file.place(), parts_->target);
  file.Commit();
  return mapped;
}

const WordVectors& HnswIndex::vectors() const { return parts_->vectors; }
Metric HnswIndex::metric() const { return parts_->settings.metric; }
Storage HnswIndex::storage() const { return parts_->settings.storage; }

std::size_t HnswIndex::size() const {
  return parts_->removed.size() -
         std::accumulate(parts_->removed.begin(), parts_->removed.end(), std::size_t{0});
}

std::vector<Neighbor> HnswIndex::Search(std::span<const float> query, std::size_t k,
                                        std::size_t width) const {
  Parts& parts = *parts_;
  width = std::max({width, k, std::size_t{1}});
  std::vector<Neighbor> shown;
  parts.memories.With([] { return std::make_unique<hnsw::WalkMemory>(); },
                      [&](hnsw::WalkMemory& memory) {
                        const auto walk = [&](const auto& space) {
                          if constexpr (std::is_same_v<decltype(space), const std::monostate&>) {
                            parts.WalkTo(parts.distances, query, width, memory);
                          } else {
                            parts.WalkTo(space, query, width, memory);
                            parts.CompareVectors(parts.distances.Of(query), memory);
                          }
                        };
                        std::visit(walk, parts.coded);
                        shown = parts.Shown(memory.nearest, k);
                      });
  return shown;
}

std::vector<Neighbor> HnswIndex::SearchAll(std::span<const float> query, std::size_t k) const {
  const Parts& parts = *parts_;
  const hnsw::Distances::Query wanted = parts.distances.Of(query);
  std::vector<hnsw::Found> nearest;  // the farthest in front
  std::array<float, kTile> distances;
  const std::size_t rows = k == 0 ? 0 : parts.graph.rows;
  for (std::size_t first = 0; first < rows; first += kTile) {
    const auto some = std::span(distances).first(std::min(kTile, rows - first));
    parts.distances.BetweenAll(wanted, static_cast<hnsw::Row>(first), some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      const hnsw::Found found{some[i], static_cast<hnsw::Row>(first + i)};
      const bool full = nearest.size() == k;
      if ((full && !(found < nearest.front())) || parts.removed[found.row()] != 0) continue;
      if (full) {
        hnsw::ReplaceFront(nearest, found);
        continue;
      }
      nearest.push_back(found);
      std::ranges::push_heap(nearest);
    }
  }
  return parts.Shown(nearest, k);
}

void HnswIndex::Remove(RowId row) {
  parts_->removed[Index(row)] = 1;
  parts_->some_removed = true;
}

HnswIndex HnswIndex::Add(const WordVectors& more, unsigned threads,
                         const HnswObserver& observer) const {
  const WordVectors& old = parts_->vectors;
  if (more.dim() != old.dim()) {
    throw Error(
        ErrorKind::kInput,
        fmt::format("vectors of {} numbers, but the index has such of {}", more.dim(), old.dim()));
  }
  HnswSettings settings = parts_->settings;
  settings.threads = threads;
  auto parts = std::make_unique<Parts>(Joined(old, more), settings, parts_->target);
  std::vector<std::uint8_t> removed = parts_->removed;
  removed.resize(parts->vectors.size());
  parts->SetRemoved(std::move(removed));
  const hnsw::GraphView& graph = parts_->graph;
  hnsw::Graph& grown = parts->owned;
  grown.layout = graph.layout;
  grown.base.assign(graph.base, graph.base + graph.rows * graph.layout.BaseStride());
  grown.starts.assign(graph.starts, graph.starts + graph.rows + 1);
  grown.upper.assign(graph.upper, graph.upper + grown.starts.back() * graph.layout.UpperStride());
  grown.entry = graph.entry;
  hnsw::Grow(grown, parts->vectors.size(), parts->distances, settings, observer);
  parts->graph = grown.view();
  parts->MakeCodes();
  return HnswIndex(std::move(parts));
}

}  // namespace firth
