/// Layers of narrow weights in plain loops: what every SIMD target is held to.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "base/bfloat16.h"
#include "kernels/narrow.h"

namespace firth::kernels::reference {

template <class Real>
void BFloat16Linear(const BFloat16LinearPlan<Real>& plan) {
  for (std::size_t i = 0; i < plan.input_count; ++i) {
    for (std::size_t o = 0; o < plan.output_count; ++o) {
      Real sum = 0;
      for (std::size_t k = 0; k < plan.columns; ++k) {
        sum += plan.input[i * plan.input_stride + k] *
               base::FromBFloat16(plan.weight[o * plan.weight_stride + k]);
      }
      plan.out[i * plan.out_stride + o] = sum + plan.bias[o];
    }
  }
}

template <class Real>
void Int8Linear(const Int8LinearPlan<Real>& plan) {
  for (std::size_t i = 0; i < plan.input_count; ++i) {
    for (std::size_t o = 0; o < plan.output_count; ++o) {
      std::int64_t sum = 0;
      for (std::size_t k = 0; k < plan.columns; ++k) {
        sum += std::int64_t{plan.input[i * plan.input_stride + k]} *
               plan.weight[o * plan.weight_stride + k];
      }
      plan.out[i * plan.out_stride + o] =
          plan.input_scales[i] * plan.weight_scales[o] * static_cast<Real>(sum) + plan.bias[o];
    }
  }
}

template <class Real>
void Quantize(const QuantizePlan<Real>& plan) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    const Real* const row = plan.rows + i * plan.stride;
    Real largest = 0;
    Real sum = 0;  // not finite when a number is not
    for (std::size_t c = 0; c < plan.columns; ++c) {
      largest = std::max(largest, std::abs(row[c]));
      sum += row[c] * 0;
    }
    const bool finite = sum == 0;
    const bool zeros = !finite || largest < kTinyRow;
    const Real factor = zeros ? 0 : static_cast<Real>(plan.most) / largest;
    plan.scales[i] = finite ? largest / static_cast<Real>(plan.most) : sum;
    for (std::size_t c = 0; c < plan.columns; ++c) {
      const Real whole = zeros ? 0 : std::nearbyint(row[c] * factor);
      plan.out[i * plan.columns + c] = static_cast<std::int16_t>(whole);
    }
  }
}

}  // namespace firth::kernels::reference
