#include "machine/fill.h"

#include "base/random.h"

namespace firth::machine {

void Fill(Matrix& matrix, std::uint64_t seed) {
  base::SplitMix64 random(seed);
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    for (float& value : matrix.MutableRow(RowId{static_cast<std::uint32_t>(i)})) {
      value = (random.UnitFloat() - 0.5F) / static_cast<float>(matrix.columns());
    }
  }
}

}  // namespace firth::machine
