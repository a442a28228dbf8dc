#include "train/packed_rows.h"

#include <algorithm>

namespace firth::train {

void PackedRows::Swap(std::size_t i) {
  const RowId packed{static_cast<std::uint32_t>(first_ + i)};
  if (packed == places_[i]) return;
  std::ranges::swap_ranges(matrix_.MutableRow(packed), matrix_.MutableRow(places_[i]));
}

}  // namespace firth::train
