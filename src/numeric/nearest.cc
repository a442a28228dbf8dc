#include "numeric/nearest.h"

#include <array>
#include <limits>

namespace firth::numeric {

NearestCenter::NearestCenter(RowsView centers)
    : columns_(centers.columns),
      padded_((centers.rows + kLanes - 1) / kLanes * kLanes),
      numbers_(padded_ * columns_, std::numeric_limits<float>::infinity()) {
  for (std::size_t i = 0; i < centers.rows; ++i) {
    for (std::size_t c = 0; c < columns_; ++c) numbers_[c * padded_ + i] = centers.Row(i)[c];
  }
}

NearestCenter::Found NearestCenter::Of(const float* point) const {
  std::array<float, kLanes> least{};
  std::array<std::uint32_t, kLanes> where{};
  least.fill(std::numeric_limits<float>::infinity());
  for (std::uint32_t first = 0; first < padded_; first += kLanes) {
    std::array<float, kLanes> squares{};
    for (std::size_t c = 0; c < columns_; ++c) {
      const float* const numbers = &numbers_[c * padded_ + first];
      for (std::size_t i = 0; i < kLanes; ++i) {
        const float difference = point[c] - numbers[i];
        squares[i] += difference * difference;
      }
    }
    for (std::size_t i = 0; i < kLanes; ++i) {
      const bool nearer = squares[i] < least[i];
      least[i] = nearer ? squares[i] : least[i];
      where[i] = nearer ? first : where[i];
    }
  }
  Found found{where[0], least[0]};
  for (std::uint32_t i = 1; i < kLanes; ++i) {
    const std::uint32_t center = where[i] + i;
    const bool nearer =
        least[i] < found.square || (least[i] == found.square && center < found.center);
    if (nearer) found = {center, least[i]};
  }
  return found;
}

}  // namespace firth::numeric
