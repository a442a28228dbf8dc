/// Walking the graph towards a query. `Space` is Distances or CodedDistances.
#pragma once

#include <algorithm>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "hnsw/graph.h"

namespace firth::hnsw {

/// A row and how far it is, in one number that orders by the distance, then by the row: heaps of
/// them compare whole numbers.
class Found {
 public:
  Found() = default;
  /// REQUIRES: no NaN.
  Found(float distance, Row row) : key_(OrderOf(distance) << 32U | row) {}

  float distance() const {
    const auto order = static_cast<std::uint32_t>(key_ >> 32U);
    return std::bit_cast<float>((order & kSign) != 0 ? order & ~kSign : ~order);
  }
  Row row() const { return static_cast<Row>(key_); }
  friend auto operator<=>(const Found&, const Found&) = default;

 private:
  static constexpr std::uint32_t kSign = 0x8000'0000;

  /// Bits of floats order as whole numbers do, but for the sign: then the other way round.
  static std::uint64_t OrderOf(float distance) {
    const auto bits = std::bit_cast<std::uint32_t>(distance + 0.0F);  // -0 is 0
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
  }

  std::uint64_t key_ = 0;
};

/// Lets `found` take the place of the first of a heap of std::push_heap's.
inline void ReplaceFront(std::vector<Found>& heap, Found found) {
  std::size_t hole = 0;
  for (std::size_t child = 1; child < heap.size(); child = 2 * hole + 1) {
    child += child + 1 < heap.size() && heap[child] < heap[child + 1] ? 1U : 0U;
    if (!(found < heap[child])) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = found;
}

/// Which rows a walk has met, forgotten at no cost.
class Visited {
 public:
  void Begin(std::size_t rows) {
    if (++walk_ == 0 || marks_.size() < rows) {
      marks_.assign(std::max(rows, marks_.size()), 0);
      walk_ = 1;
    }
  }
  void Enter(Row row) { marks_[row] = walk_; }
  /// Appends those of `rows` that this walk meets for the first time. Without a branch: which of
  /// them are new nobody can foretell.
  void EnterNew(std::span<const Row> rows, std::vector<Row>& met) {
    std::size_t count = met.size();
    met.resize(count + rows.size());
    for (const Row row : rows) {
      met[count] = row;
      count += marks_[row] != walk_ ? 1U : 0U;
      marks_[row] = walk_;
    }
    met.resize(count);
  }

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
/// nearest alone). links(row, level) are a row's links; links.Prefetch(row, level) fetches them.
template <class Space, class Links>
Found Descend(const Space& space, const typename Space::Query& query, Found at, std::size_t level,
              const Links& links, WalkMemory& memory) {
  while (true) {
    const auto around = links(at.row(), level);
    memory.met.assign(around.begin(), around.end());
    memory.Compare(space, query);
    Found best = at;
    for (std::size_t i = 0; i < memory.met.size(); ++i) {
      best = std::min(best, {memory.distances[i], memory.met[i]});
    }
    if (!(best.distance() < at.distance())) return at;
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

/// Rows that are looked at together: the memory of their links' vectors is waited for at once.
inline constexpr std::size_t kAtOnce = 2;

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
  visited.Enter(from.row());
  const auto keep = [&](const Found& found) {
    if (!counts(found.row())) return;
    if (nearest.size() == width) return ReplaceFront(nearest, found);
    nearest.push_back(found);
    std::ranges::push_heap(nearest);
  };
  const auto is_near = [&](const Found& found) {
    return nearest.size() < width || !(nearest.front() < found);
  };
  keep(from);
  while (true) {
    met.clear();
    for (std::size_t i = 0; i < kAtOnce && !open.empty() && is_near(open.front()); ++i) {
      const Row at = open.front().row();
      std::ranges::pop_heap(open, near_first);
      open.pop_back();
      visited.EnterNew(links(at, level), met);
    }
    if (met.empty() && (open.empty() || !is_near(open.front()))) return;
    for (const Row row : met) space.Prefetch(row);
    memory.Compare(space, query);
    for (std::size_t i = 0; i < met.size(); ++i) {
      const Found found{distances[i], met[i]};
      if (!is_near(found)) continue;
      open.push_back(found);
      std::ranges::push_heap(open, near_first);
      keep(found);
    }
    if (!open.empty()) links.Prefetch(open.front().row(), level);
  }
}

}  // namespace firth::hnsw
