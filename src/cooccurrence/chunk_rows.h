/// Rows as they are counted in a stretch of the corpus.
#pragma once

#include <span>

#include "cooccurrence/pair_unit.h"
#include "cooccurrence/row_source.h"
#include "cooccurrence/token_chunk.h"
#include "cooccurrence/word_groups.h"

namespace firth::cooccurrence {

/// Goes from place to place of a row's word and adds up what stands around it. Each row so is one
/// small table that stays in the cache, and is done when its last place is. Threads: safe.
class ChunkRows final : public RowSource {
 public:
  /// All must outlive it. `symmetric`: the words before count as those behind do.
  ChunkRows(const TokenChunk& chunk, std::span<const WordGroup> groups, const PairUnit& unit,
            bool symmetric)
      : chunk_(chunk), groups_(groups), unit_(unit), symmetric_(symmetric) {}

  void Count(std::size_t group, RowSums& sums, RowBlock& out) const override;

 private:
  template <class Sum>
  void CountRow(std::span<const std::uint32_t> places, RowSums& sums, RowBlock& out) const;

  const TokenChunk& chunk_;
  std::span<const WordGroup> groups_;
  const PairUnit& unit_;
  bool symmetric_;
};

}  // namespace firth::cooccurrence
