/// The pairs of words that occur together, cut into tiles that can be taken in any order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/pages.h"
#include "cooccurrence/temp_file.h"
#include "firth/types.h"

namespace firth::cooccurrence {

/// One non-zero cell of the matrix of counts, as its tile knows it: `row` and `column` are counted
/// from the first word of the tile's two ranges.
struct Pair {
  std::uint16_t row = 0;
  std::uint16_t column = 0;
  float count = 0;  ///< X of Pennington et al. 2014: finite, above 0

  friend bool operator==(const Pair&, const Pair&) = default;
};
static_assert(sizeof(Pair) == 8);

/// Words [begin, end).
struct WordRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  friend bool operator==(const WordRange&, const WordRange&) = default;
};

/// The most words of a range, so that a place in it is 16 bits.
inline constexpr std::size_t kMostRangeWords = 65'536;

/// A V x V matrix of counts in side() x side() tiles: tile (i, j) has the rows (words) of range i
/// and the columns (words of the context) of range j. Ranges are the same for rows and columns, in
/// order, without gaps, and none is empty. A tile's pairs are sorted by row, then column, each cell
/// at most once; where counts are symmetric both halves are there. Bands of tiles are in memory as
/// far as they may be, the others in a temporary file that goes with this object. Movable. Threads:
/// all const functions may be called by several.
class PairTiles {
 public:
  PairTiles() = default;
  /// `ranges` as above. `file` may be null when every band comes in memory.
  PairTiles(std::vector<WordRange> ranges, std::shared_ptr<const TempFile> file);

  std::size_t side() const { return ranges_.size(); }
  /// REQUIRES: i < side().
  WordRange Rows(std::size_t i) const { return ranges_[i]; }
  /// Words of all ranges.
  std::size_t words() const { return ranges_.empty() ? 0 : ranges_.back().end; }

  /// Pairs of one tile. REQUIRES: i, j < side().
  std::uint64_t pairs(std::size_t i, std::size_t j) const {
    return bands_[i].ends[j] - (j == 0 ? 0 : bands_[i].ends[j - 1]);
  }
  /// Pairs of tiles (i, 0) to (i, j), by j.
  const std::vector<std::uint64_t>& ends(std::size_t i) const { return bands_[i].ends; }
  /// Pairs of all tiles.
  std::uint64_t total() const;
  /// Pairs of the largest tile: what a buffer must have room for at most.
  std::uint64_t largest() const;

  /// The pairs of tile (i, j). What is returned lies in this object, or in `buffer`, which is
  /// overwritten then, and lives until the next call with the same buffer. Throws Error(kIo) when
  /// the temporary file cannot be read. REQUIRES: i, j < side().
  std::span<const Pair> Read(std::size_t i, std::size_t j, std::vector<Pair>& buffer) const;

  /// Bytes of memory taken, and of the temporary file.
  std::uint64_t MemoryBytes() const;
  std::uint64_t FileBytes() const;

  /// How a band comes in. `ends[j]` is the number of pairs in tiles (i, 0) to (i, j). Each band
  /// once, before anything is read; two bands may come from two threads at once.
  void SetInMemory(std::size_t i, std::vector<std::uint64_t> ends, base::Pages pairs);
  /// Another process has its pairs: Read cannot.
  void SetElsewhere(std::size_t i, std::vector<std::uint64_t> ends);
  /// `offset` in bytes, where the pairs of the band stand in the file, one behind the other.
  void SetInFile(std::size_t i, std::vector<std::uint64_t> ends, std::uint64_t offset);

 private:
  struct Band {
    std::vector<std::uint64_t> ends;  ///< empty: not there yet
    base::Pages pairs;
    std::uint64_t offset = 0;
    bool in_file = false;
  };

  std::vector<WordRange> ranges_;
  std::vector<Band> bands_;
  std::shared_ptr<const TempFile> file_;
};

}  // namespace firth::cooccurrence
