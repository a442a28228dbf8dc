/// Rows that stand together while they are trained.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "firth/matrix.h"

namespace firth::train {

/// Of a table of buckets words have some here and some there. As long as they are trained these
/// stand side by side, where few pages hold them all: the processor then finds a row's address at
/// once, which is a sixth of the time that training takes (docs/performance.md). They change places
/// with the rows that stood there, whatever these hold. Not thread-safe: no thread may train
/// meanwhile.
class PackedRows {
 public:
  /// Packs them: the row of places[i] moves to first + i. REQUIRES: places in order, from `first`
  /// on. `matrix` must outlive this.
  PackedRows(Matrix& matrix, std::size_t first, std::vector<RowId> places)
      : matrix_(matrix), first_(first), places_(std::move(places)) {
    Pack();
  }

  /// To their own places.
  void Spread() {
    for (std::size_t i = places_.size(); i > 0; --i) Swap(i - 1);
  }

  /// Again, after Spread.
  void Pack() {
    for (std::size_t i = 0; i < places_.size(); ++i) Swap(i);
  }

 private:
  void Swap(std::size_t i);

  Matrix& matrix_;
  std::size_t first_;
  std::vector<RowId> places_;
};

}  // namespace firth::train
