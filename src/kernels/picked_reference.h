/// The kernels of picked rows in plain loops: what every SIMD target is held to.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "kernels/picked.h"

namespace firth::kernels::reference {

/// out[i] = the sum of term(number of the query, number of the row).
template <class Query, class Row, class Out, class Term>
void SumPicked(const PickedRows<Query, Row, Out>& plan, const Term& term) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    const Row* const row = plan.rows + plan.picked[i] * plan.stride;
    Out sum = 0;
    for (std::size_t c = 0; c < plan.columns; ++c) sum += term(plan.query[c], row[c]);
    plan.out[i] = sum;
  }
}

template <class Real>
void DotPicked(const PickedReals<Real>& plan) {
  SumPicked(plan, [](Real a, Real b) { return a * b; });
}

template <class Real>
void DotPickedBfloats(const PickedBfloats<Real>& plan) {
  SumPicked(plan, [](Real a, std::uint16_t b) {
    return a * Real{std::bit_cast<float>(std::uint32_t{b} << 16U)};
  });
}

inline void DotPickedInt8s(const PickedInt8s& plan) {
  SumPicked(plan, [](std::int8_t a, std::int8_t b) { return a * b; });
}

inline void CountDifferingBits(const PickedBits& plan) {
  SumPicked(plan, [](std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint32_t>(std::popcount(a ^ b));
  });
}

}  // namespace firth::kernels::reference
