/// How a matrix of pairs is cut into tiles.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "cooccurrence/pair_tiles.h"
#include "firth/text.h"

namespace firth::cooccurrence {

/// What a trainer asks of the tiles.
struct TileShape {
  /// At least so many ranges, as far as there are words: several times the number of threads.
  std::size_t least_side = 64;
  /// A range has at most so many words: as many as two ranges' rows fit a cache; 1 to
  /// kMostRangeWords.
  std::size_t most_words = kMostRangeWords;
};

/// So many pairs are foretold in all, with `beside` words beside each occurrence.
double ForetoldPairs(const Vocabulary& vocabulary, std::size_t beside);

/// Ranges of words with about equally many pairs each. How many different words stand beside a word
/// is foretold from the counts alone: were words drawn independently, a word c among the n words
/// beside it would be missing with probability exp(-n p_c). So neither the way nor the order of
/// counting bears on the tiles. Words without counts are taken to be equally frequent.
std::vector<WordRange> TileRanges(const Vocabulary& vocabulary, const TileShape& shape);

}  // namespace firth::cooccurrence
