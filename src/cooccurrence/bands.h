/// From rows to tiles.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "cooccurrence/pair_tiles.h"
#include "cooccurrence/pair_unit.h"
#include "cooccurrence/row_block.h"
#include "cooccurrence/temp_file.h"
#include "cooccurrence/word_groups.h"

namespace firth::cooccurrence {

/// One cell of a row.
struct Cell {
  std::uint32_t column;
  float count;
};

/// Consecutive rows with counts as tiles have them: each row's columns in order, each once.
struct CellRows {
  std::vector<Cell> cells;
  std::vector<std::size_t> ends;  ///< of each row
};

CellRows ToCells(const RowBlock& rows, const PairUnit& unit);

/// Collects the groups of each band; when the last one is there the band is cut into tiles. Bands
/// stay in memory as long as it has room, the others go to the file. Threads: Put may be called by
/// several at once.
class Bands {
 public:
  /// `groups` must outlive it. `file` may be null when `memory` (bytes) is enough.
  Bands(std::vector<WordRange> ranges, std::span<const WordGroup> groups, std::uint64_t memory,
        std::shared_ptr<TempFile> file);

  /// Bytes that a pair takes while its band is being made.
  static constexpr std::uint64_t kBytesPerPair = 16;

  /// The rows of a group; each group once. Throws Error(kIo) when the file cannot be written.
  void Put(std::size_t group, CellRows rows);

  /// REQUIRES: all groups were put.
  PairTiles Take() { return std::move(tiles_); }

 private:
  struct Waiting {
    std::size_t first_group = 0;
    std::vector<CellRows> groups;
    std::atomic<std::size_t> missing = 0;
  };

  template <class Visit>
  void ForEachCell(const CellRows& rows, const Visit& visit) const;
  void Cut(std::size_t band);

  std::span<const WordGroup> groups_;
  std::shared_ptr<TempFile> file_;
  std::vector<std::uint32_t> range_ends_;
  std::vector<Waiting> waiting_;  ///< beside the bands
  std::atomic<std::uint64_t> memory_left_;
  PairTiles tiles_;
};

}  // namespace firth::cooccurrence
