/// How a kernel touches a number that other threads may touch at the same time.
#pragma once

#include <atomic>

namespace firth::kernels {

// Under FIRTH_ATOMIC_ROWS the plain reference reads and writes shared rows as relaxed atomics, so
// that the thread sanitizer sees every other race but none of the intended ones. SIMD kernels
// cannot: that build leaves them out.
template <class Real>
Real LoadShared(const Real& value) {
#ifdef FIRTH_ATOMIC_ROWS
  return std::atomic_ref<Real>(const_cast<Real&>(value)).load(std::memory_order_relaxed);
#else
  return value;
#endif
}

template <class Real>
void StoreShared(Real& place, Real value) {
#ifdef FIRTH_ATOMIC_ROWS
  std::atomic_ref<Real>(place).store(value, std::memory_order_relaxed);
#else
  place = value;
#endif
}

}  // namespace firth::kernels
