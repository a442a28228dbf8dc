/// Where rows of the matrix of counts come from.
#pragma once

#include "cooccurrence/pair_tiles.h"
#include "cooccurrence/row_block.h"
#include "cooccurrence/row_sums.h"

namespace firth::cooccurrence {

/// Threads: Count may be called by several, each with a RowSums and a RowBlock of its own.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// Replaces `out` by the rows of group `group` (WordGroups). Throws Error.
  virtual void Count(std::size_t group, RowSums& sums, RowBlock& out) const = 0;
};

}  // namespace firth::cooccurrence
