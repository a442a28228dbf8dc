/// Walking the graph towards a query.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "hnsw/distances.h"
#include "hnsw/graph.h"

namespace firth::hnsw {

struct Found {
  float distance;
  Row row;
  friend auto operator<=>(const Found&, const Found&) = default;
};

/// Which rows a walk has met, forgotten at no cost. One a thread.
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

/// The row that a walk by ever nearer neighbours on one level ends at (the paper's search for the
/// nearest alone). links(row, level) are a row's links.
template <class Links>
Found Descend(const Distances& distances, const Query& query, Found at, std::size_t level,
              const Links& links) {
  while (true) {
    Found best = at;
    for (const Row row : links(at.row, level)) {
      best = std::min(best, {distances.Between(query, row), row});
    }
    if (!(best.distance < at.distance)) return at;
    at = best;
  }
}

/// The row that is come to from `entry` by descending on each level from `top` to the one above
/// `level`.
template <class Links>
Found DescendTo(std::size_t level, const Distances& distances, const Query& query, Row entry,
                std::size_t top, const Links& links) {
  Found at{distances.Between(query, entry), entry};
  for (std::size_t on = top; on > level; --on) at = Descend(distances, query, at, on, links);
  return at;
}

/// Algorithm 2 of the paper: the `width` nearest rows of those that are met, in no order. Those for
/// which counts(row) is false are walked through and not returned.
template <class Links, class Counts>
void Walk(const Distances& distances, const Query& query, Found from, std::size_t level,
          std::size_t width, std::size_t rows, const Links& links, const Counts& counts,
          Visited& visited, std::vector<Found>& nearest) {
  // The nearest that is still to be looked at, and the farthest that is kept, are in front.
  std::vector<Found> open = {from};
  const auto near_first = [](const Found& a, const Found& b) { return b < a; };
  nearest.clear();
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
    const auto around = links(at.row, level);
    for (const Row row : around) distances.Prefetch(row);
    for (const Row row : around) {
      if (!visited.Enter(row)) continue;
      const Found found{distances.Between(query, row), row};
      if (nearest.size() >= width && nearest.front() < found) continue;
      open.push_back(found);
      std::ranges::push_heap(open, near_first);
      keep(found);
    }
  }
}

}  // namespace firth::hnsw
