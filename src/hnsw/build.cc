#include "hnsw/build.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>

#include "base/system.h"
#include "base/watched_threads.h"
#include "hnsw/walk.h"

namespace firth::hnsw {
namespace {

/// Rows share locks: one a row would take more memory than its links.
constexpr std::size_t kLocks = 4096;

void Store(const std::vector<Found>& links, Row* list) {
  *list = static_cast<Row>(links.size());
  std::ranges::transform(links, list + 1, &Found::row);
}

class Grower {
 public:
  Grower(Graph& graph, const Distances& distances, const HnswSettings& settings)
      : graph_(graph), view_(graph.view()), distances_(distances), settings_(settings) {}

  /// What a thread works with.
  struct Scratch {
    WalkMemory walk;
    std::vector<Found> chosen;
    std::vector<Row> links;
  };

  void Insert(Row row, Scratch& scratch);

 private:
  /// What a walk asks for links.
  struct LinksOf {
    Grower& grower;
    std::vector<Row>& copy;

    std::span<const Row> operator()(Row row, std::size_t level) const {
      return grower.CopyLinks(row, level, copy);
    }
    void Prefetch(Row row, std::size_t level) const { grower.view_.PrefetchLinks(row, level); }
  };

  /// A copy of a row's links, made under its lock; good until the next call.
  std::span<const Row> CopyLinks(Row row, std::size_t level, std::vector<Row>& copy);
  /// Algorithm 4: the nearest first, leaving out those that are nearer to one that was taken than
  /// to the query, so that links point in different directions.
  void Choose(std::vector<Found>& candidates, std::size_t most, std::vector<Found>& chosen) const;
  void SetLinks(Row row, std::size_t level, const std::vector<Found>& links);
  /// Links `from` with `to`; when it has no room, with the best choice of its links and `to`.
  void AddLink(Row from, const Found& to, std::size_t level, Scratch& scratch);

  Row* ListOf(Row row, std::size_t level) {
    return const_cast<Row*>(view_.ListOf(row, level));  // the graph is this one's to change
  }
  std::mutex& LockOf(Row row) { return locks_[row % kLocks]; }

  Graph& graph_;
  const GraphView view_;  ///< of all lists; its entry is the one of the beginning
  const Distances& distances_;
  const HnswSettings& settings_;
  std::array<std::mutex, kLocks> locks_;
  std::mutex entry_lock_;  ///< for the entry; held all along by a row that rises above its level
};

std::span<const Row> Grower::CopyLinks(Row row, std::size_t level, std::vector<Row>& copy) {
  const std::scoped_lock lock(LockOf(row));
  const auto links = view_.LinksOf(row, level);
  copy.assign(links.begin(), links.end());
  return copy;
}

void Grower::Choose(std::vector<Found>& candidates, std::size_t most,
                    std::vector<Found>& chosen) const {
  std::ranges::sort(candidates);
  chosen.clear();
  for (const Found& candidate : candidates) {
    if (chosen.size() >= most) return;
    const Distances::Query query = distances_.OfRow(candidate.row());
    const bool apart = std::ranges::all_of(chosen, [&](const Found& taken) {
      return distances_.Between(query, taken.row()) >= candidate.distance();
    });
    if (apart) chosen.push_back(candidate);
  }
}

void Grower::SetLinks(Row row, std::size_t level, const std::vector<Found>& links) {
  const std::scoped_lock lock(LockOf(row));
  Store(links, ListOf(row, level));
}

void Grower::AddLink(Row from, const Found& to, std::size_t level, Scratch& scratch) {
  const std::scoped_lock lock(LockOf(from));
  Row* const list = ListOf(from, level);
  const std::size_t room = graph_.layout.Room(level);
  if (*list < room) {
    list[++*list] = to.row();
    return;
  }
  WalkMemory& walk = scratch.walk;
  walk.met.assign(list + 1, list + 1 + room);
  walk.Compare(distances_, distances_.OfRow(from));
  std::vector<Found> candidates = {to};
  for (std::size_t i = 0; i < room; ++i) candidates.emplace_back(walk.distances[i], walk.met[i]);
  Choose(candidates, room, scratch.chosen);
  Store(scratch.chosen, list);
}

void Grower::Insert(Row row, Scratch& scratch) {
  const std::size_t level = view_.LevelOf(row);
  std::unique_lock entry_lock(entry_lock_);
  const Row entry = graph_.entry;
  if (entry == kNoRow) {
    graph_.entry = row;
    return;
  }
  const std::size_t top = view_.LevelOf(entry);
  if (level <= top) entry_lock.unlock();

  const Distances::Query query = distances_.OfRow(row);
  const LinksOf links{*this, scratch.links};
  WalkMemory& walk = scratch.walk;
  Found at = DescendTo(level, distances_, query, entry, top, links, walk);
  const auto all = [](Row) { return true; };
  std::vector<std::vector<Found>> chosen(std::min(top, level) + 1);
  for (std::size_t on = chosen.size(); on-- > 0;) {
    Walk(distances_, query, at, on, settings_.width, view_.rows, links, all, walk);
    at = *std::ranges::min_element(walk.nearest);
    Choose(walk.nearest, settings_.links, chosen[on]);
    SetLinks(row, on, chosen[on]);
  }
  // Only now can others come to this row, and find all its lists.
  for (std::size_t on = chosen.size(); on-- > 0;) {
    for (const Found& other : chosen[on])
      AddLink(other.row(), {other.distance(), row}, on, scratch);
  }
  if (level > top) graph_.entry = row;
}

/// Lists without links for the rows that are to come.
void MakeRoom(Graph& graph, std::size_t rows, const HnswSettings& settings) {
  graph.base.resize(rows * graph.layout.BaseStride());
  while (graph.rows() < rows) {
    const auto row = static_cast<Row>(graph.rows());
    const std::size_t level = LevelFor(row, settings.seed, settings.links);
    graph.starts.push_back(graph.starts.back() + static_cast<std::uint32_t>(level));
  }
  graph.upper.resize(graph.starts.back() * graph.layout.UpperStride());
}

}  // namespace

bool Grow(Graph& graph, std::size_t rows, const Distances& distances, const HnswSettings& settings,
          const HnswObserver& observer) {
  std::atomic<std::size_t> next = graph.rows();
  std::atomic<std::size_t> done = graph.rows();
  MakeRoom(graph, rows, settings);
  Grower grower(graph, distances, settings);
  const auto work = [&](std::size_t, const std::stop_token& stop) {
    Grower::Scratch scratch;
    while (!stop.stop_requested()) {
      const std::size_t row = next.fetch_add(1);
      if (row >= rows) return;
      grower.Insert(static_cast<Row>(row), scratch);
      ++done;
    }
  };
  const unsigned threads = base::ThreadCount(settings.threads);
  base::RunWatched(threads, work, observer.stop, [&] {
    if (observer.progress) observer.progress(done);
  });
  return !observer.stop.stop_requested();
}

}  // namespace firth::hnsw
