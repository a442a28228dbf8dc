/// The probes without SIMD.
#pragma once

#include <cstddef>

#include "kernels/probe.h"

namespace firth::kernels::reference {

template <class Real>
Real MultiplyAdds(std::size_t rounds) {
  constexpr std::size_t kSums = kProbeMultiplyAdds<Real>;
  Real sums[kSums] = {};
  for (std::size_t r = 0; r < rounds; ++r) {
    for (Real& sum : sums) sum = sum * Real{0.5} + Real{1};
  }
  Real all = 0;
  for (const Real sum : sums) all += sum;
  return all;
}

template <class Real>
Real Read(const Real* data, std::size_t count) {
  Real sums[kProbeBlock] = {};
  for (std::size_t i = 0; i < count; i += kProbeBlock) {
    for (std::size_t k = 0; k < kProbeBlock; ++k) sums[k] += data[i + k];
  }
  Real all = 0;
  for (const Real sum : sums) all += sum;
  return all;
}

template <class Real>
void ReadWrite(Real* data, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) data[i] *= Real{-1};
}

}  // namespace firth::kernels::reference
