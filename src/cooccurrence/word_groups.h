/// The pieces of work that rows are counted in.
#pragma once

#include <cstddef>
#include <vector>

#include "cooccurrence/pair_tiles.h"
#include "firth/text.h"

namespace firth::cooccurrence {

/// Consecutive rows of one band of tiles.
struct WordGroup {
  WordRange rows;
  std::size_t band = 0;
};

/// All rows, in order, in groups that are about equally much work, as far as a row can be no part
/// of several: what a row costs goes by its word's count.
std::vector<WordGroup> WordGroups(const Vocabulary& vocabulary, std::span<const WordRange> bands);

}  // namespace firth::cooccurrence
