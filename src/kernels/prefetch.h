/// Rows on their way into the cache before they are needed.
#pragma once

#include <cstddef>

namespace firth::kernels {

template <class Real>
void PrefetchRow(const Real* row, std::size_t columns) {
  constexpr std::size_t kLine = 64 / sizeof(Real);
  for (std::size_t c = 0; c < columns; c += kLine) __builtin_prefetch(row + c, /*rw=*/1);
}

}  // namespace firth::kernels
