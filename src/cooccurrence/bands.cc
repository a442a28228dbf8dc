#include "cooccurrence/bands.h"

#include <utility>

namespace firth::cooccurrence {
namespace {

/// Takes so many bytes off what is left, or none.
bool TakeMemory(std::atomic<std::uint64_t>& left, std::uint64_t bytes) {
  std::uint64_t now = left;
  while (now >= bytes) {
    if (left.compare_exchange_weak(now, now - bytes)) return true;
  }
  return false;
}

}  // namespace

CellRows ToCells(const RowBlock& rows, const PairUnit& unit) {
  CellRows kept;
  kept.ends = rows.ends;
  kept.cells.reserve(rows.columns.size());
  for (std::size_t at = 0; at < rows.columns.size(); ++at) {
    kept.cells.push_back({rows.columns[at], static_cast<float>(unit.Value(rows.sums[at]))});
  }
  return kept;
}

Bands::Bands(std::vector<WordRange> ranges, std::span<const WordGroup> groups, std::uint64_t memory,
             std::shared_ptr<TempFile> file)
    : groups_(groups), file_(std::move(file)), waiting_(ranges.size()), memory_left_(memory) {
  for (const WordRange& range : ranges) range_ends_.push_back(range.end);
  for (std::size_t group = groups.size(); group-- > 0;) {
    Waiting& waiting = waiting_[groups[group].band];
    waiting.first_group = group;
    ++waiting.missing;
  }
  for (Waiting& waiting : waiting_) waiting.groups.resize(waiting.missing);
  tiles_ = PairTiles(std::move(ranges), file_);
}

/// Calls visit(row, tile, cell) for each cell, in order.
template <class Visit>
void Bands::ForEachCell(const CellRows& rows, const Visit& visit) const {
  std::size_t at = 0;
  for (std::size_t row = 0; row < rows.ends.size(); ++row) {
    std::size_t tile = 0;
    for (; at < rows.ends[row]; ++at) {
      while (rows.cells[at].column >= range_ends_[tile]) ++tile;
      visit(row, tile, rows.cells[at]);
    }
  }
}

void Bands::Put(std::size_t group, CellRows rows) {
  const std::size_t band = groups_[group].band;
  Waiting& waiting = waiting_[band];
  waiting.groups[group - waiting.first_group] = std::move(rows);
  if (waiting.missing.fetch_sub(1) == 1) Cut(band);
}

void Bands::Cut(std::size_t band) {
  const std::vector<CellRows> groups = std::exchange(waiting_[band].groups, {});
  std::vector<std::uint64_t> ends(range_ends_.size());
  for (const CellRows& rows : groups) {
    ForEachCell(rows, [&](std::size_t, std::size_t tile, const Cell&) { ++ends[tile]; });
  }
  std::vector<std::uint64_t> next(ends.size());
  std::uint64_t sum = 0;
  for (std::size_t tile = 0; tile < ends.size(); ++tile) {
    next[tile] = sum;
    ends[tile] = sum += ends[tile];
  }

  base::Pages memory(sum * sizeof(Pair));
  const std::span<Pair> pairs = memory.As<Pair>();
  std::size_t first_row = 0;  // of the group, in the band
  for (const CellRows& rows : groups) {
    ForEachCell(rows, [&](std::size_t row, std::size_t tile, const Cell& cell) {
      const std::uint32_t begin = tile == 0 ? 0 : range_ends_[tile - 1];
      pairs[next[tile]++] = {static_cast<std::uint16_t>(first_row + row),
                             static_cast<std::uint16_t>(cell.column - begin), cell.count};
    });
    first_row += rows.ends.size();
  }
  if (!file_ || TakeMemory(memory_left_, memory.size())) {
    tiles_.SetInMemory(band, std::move(ends), std::move(memory));
  } else {
    tiles_.SetInFile(band, std::move(ends), file_->Append(std::as_bytes(pairs)));
  }
}

}  // namespace firth::cooccurrence
