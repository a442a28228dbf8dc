/// Rows on their way into the cache before they are needed.
#pragma once

#include <cstddef>

namespace firth::kernels {

/// Asks for the 64 bytes around `at`, to be read soon.
template <class Real>
void PrefetchLine(const Real* at) {
  __builtin_prefetch(at, /*rw=*/0);
}

template <class Real>
void PrefetchRow(const Real* row, std::size_t columns) {
  constexpr std::size_t kLine = 64 / sizeof(Real);
  for (std::size_t c = 0; c < columns; c += kLine) PrefetchLine(row + c);
}

}  // namespace firth::kernels
