/// Walking the graph towards a query. `Space` is Distances or CodedDistances.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "hnsw/graph.h"

namespace firth::hnsw {

struct Found {
  float distance;
  Row row;
  friend auto operator<=>(const Found&, const Found&) = default;
};

/// Which rows a walk has met, forgotten at no cost.
class Visited {
 public:
  void Begin(std::size_t rows) {
    if (++walk_ == 0 || marks_.size() < rows) {
      marks_.assign(std::max(rows, marks_.size()), 0);
      walk_ = 1;
    }
  }
  /// True for the first time in this walk.
  bool Enter(Row row) { return std::exchange(marks_[row], walk_) != walk_; }

 private:
  std::vector<std::uint16_t> marks_;
  std::uint16_t walk_ = 0;
};

/// What walks work with, kept from one to the next. One a thread.
struct WalkMemory {
  Visited visited;
  std::vector<Row> met;          ///< rows that are compared together
  std::vector<float> distances;  ///< theirs
  std::vector<Found> open;       ///< to be looked at, the nearest in front
  std::vector<Found> nearest;    ///< what a walk found

  template <class Space>
  void Compare(const Space& space, const typename Space::Query& query) {
    distances.resize(met.size());
    space.Between(query, met, distances);
  }
};

/// The row that a walk by ever nearer neighbours on one level ends at (the paper's search for the
/// nearest alone). links(row, level) are a row's links.
template <class Space, class Links>
Found Descend(const Space& space, const typename Space::Query& query, Found at, std::size_t level,
              const Links& links, WalkMemory& memory) {
  while (true) {
    const auto around = links(at.row, level);
    memory.met.assign(around.begin(), around.end());
    memory.Compare(space, query);
    Found best = at;
    for (std::size_t i = 0; i < memory.met.size(); ++i) {
      best = std::min(best, {memory.distances[i], memory.met[i]});
    }
    if (!(best.distance < at.distance)) return at;
    at = best;
  }
}

/// The row that is come to from `entry` by descending on each level from `top` to the one above
/// `level`.
template <class Space, class Links>
Found DescendTo(std::size_t level, const Space& space, const typename Space::Query& query,
                Row entry, std::size_t top, const Links& links, WalkMemory& memory) {
  memory.met.assign(1, entry);
  memory.Compare(space, query);
  Found at{memory.distances.front(), entry};
  for (std::size_t on = top; on > level; --on) at = Descend(space, query, at, on, links, memory);
  return at;
}

/// Algorithm 2 of the paper: memory.nearest are the `width` nearest rows of those that are met, in
/// no order. Those for which counts(row) is false are walked through and not among them.
template <class Space, class Links, class Counts>
void Walk(const Space& space, const typename Space::Query& query, Found from, std::size_t level,
          std::size_t width, std::size_t rows, const Links& links, const Counts& counts,
          WalkMemory& memory) {
  const auto near_first = [](const Found& a, const Found& b) { return b < a; };
  auto& [visited, met, distances, open, nearest] = memory;
  nearest.clear();  // the farthest in front
  open.assign(1, from);
  visited.Begin(rows);
  visited.Enter(from.row);
  const auto keep = [&](const Found& found) {
    if (!counts(found.row)) return;
    nearest.push_back(found);
    std::ranges::push_heap(nearest);
    if (nearest.size() <= width) return;
    std::ranges::pop_heap(nearest);
    nearest.pop_back();
  };
  keep(from);
  while (!open.empty()) {
    std::ranges::pop_heap(open, near_first);
    const Found at = open.back();
    open.pop_back();
    if (nearest.size() >= width && nearest.front() < at) return;
    met.clear();
    for (const Row row : links(at.row, level)) {
      if (!visited.Enter(row)) continue;
      space.Prefetch(row);
      met.push_back(row);
    }
    memory.Compare(space, query);
    for (std::size_t i = 0; i < met.size(); ++i) {
      const Found found{distances[i], met[i]};
      if (nearest.size() >= width && nearest.front() < found) continue;
      open.push_back(found);
      std::ranges::push_heap(open, near_first);
      keep(found);
    }
  }
}

}  // namespace firth::hnsw
