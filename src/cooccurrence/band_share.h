/// Which bands of tiles, and so which rows, one of several processes has.
#pragma once

#include <cstddef>

namespace firth::cooccurrence {

/// Every `ranks`th band. Ranges of words hold about equally many pairs each, so do shares.
struct BandShare {
  std::size_t rank = 0;
  std::size_t ranks = 1;  ///< > rank

  std::size_t OwnerOf(std::size_t band) const { return band % ranks; }
  bool Has(std::size_t band) const { return OwnerOf(band) == rank; }
};

}  // namespace firth::cooccurrence
