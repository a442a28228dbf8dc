/// The graph: who is linked with whom, on which level.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "firth/hnsw.h"
#include "kernels/prefetch.h"

namespace firth::hnsw {

using Row = std::uint32_t;
inline constexpr Row kNoRow = std::numeric_limits<Row>::max();

/// A list of links in memory: their number, then room for so many.
struct Layout {
  std::size_t links = 0;  ///< HnswSettings::links

  std::size_t Room(std::size_t level) const { return level == 0 ? 2 * links : links; }
  std::size_t BaseStride() const { return 2 * links + 1; }
  std::size_t UpperStride() const { return links + 1; }
};

/// Borrowed; of a file or of a graph that is being built.
struct GraphView {
  Layout layout;
  std::size_t rows = 0;
  const Row* base = nullptr;              ///< [rows, BaseStride]: the lists of level 0
  const std::uint32_t* starts = nullptr;  ///< [rows + 1]: where in `upper` a row's lists begin
  const Row* upper =
      nullptr;         ///< [starts[rows], UpperStride]: levels 1, 2, ... of each row in turn
  Row entry = kNoRow;  ///< a row of the highest level, where every walk begins

  std::size_t LevelOf(Row row) const { return starts[row + 1] - starts[row]; }
  /// REQUIRES: level <= LevelOf(row).
  const Row* ListOf(Row row, std::size_t level) const {
    return level == 0 ? base + row * layout.BaseStride()
                      : upper + (starts[row] + level - 1) * layout.UpperStride();
  }
  std::span<const Row> LinksOf(Row row, std::size_t level) const {
    const Row* const list = ListOf(row, level);
    return {list + 1, *list};
  }
  void PrefetchLinks(Row row, std::size_t level) const {
    kernels::PrefetchRow(ListOf(row, level), layout.Room(level) + 1);
  }
};

/// What a walk asks for the links of a graph that nobody changes.
struct LinksOfView {
  const GraphView& graph;

  std::span<const Row> operator()(Row row, std::size_t level) const {
    return graph.LinksOf(row, level);
  }
  void Prefetch(Row row, std::size_t level) const { graph.PrefetchLinks(row, level); }
};

/// The highest level of a row: level n or higher with a chance of links^-n, which is the paper's
/// m_L = 1 / ln(links). It depends on the seed and the row's number alone.
std::size_t LevelFor(Row row, std::uint64_t seed, std::size_t links);

}  // namespace firth::hnsw
