/// Linear layers in plain loops: what every SIMD target is held to.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "base/bfloat16.h"
#include "kernels/linear.h"

namespace firth::kernels::reference {

template <class Real, class Weight>
void Linear(const LinearPlan<Real, Weight>& plan) {
  for (std::size_t i = 0; i < plan.input_count; ++i) {
    for (std::size_t o = 0; o < plan.output_count; ++o) {
      const Weight* const panel = plan.panels + o / kPanel * kPanel * plan.columns + o % kPanel;
      Real sum = plan.bias[o];
      for (std::size_t c = 0; c < plan.columns; ++c) {
        Real weight = 0;
        if constexpr (std::is_same_v<Weight, BFloat16Bits>) {
          weight = base::FromBFloat16(panel[c * kPanel]);
        } else {
          weight = panel[c * kPanel];
        }
        sum += plan.input[i * plan.input_stride + c] * weight;
      }
      plan.out[i * plan.out_stride + o] = sum;
    }
  }
}

template <class Real>
void Int8Linear(const Int8LinearPlan<Real>& plan) {
  const std::size_t columns = Int8Columns(plan.columns);
  for (std::size_t i = 0; i < plan.input_count; ++i) {
    for (std::size_t o = 0; o < plan.output_count; ++o) {
      const std::int8_t* const panel =
          plan.panels + o / kPanel * kPanel * columns + o % kPanel * kInt8Group;
      std::int32_t sum = -plan.input_zeros[i] * plan.weight_sums[o];
      for (std::size_t c = 0; c < columns; ++c) {
        sum += plan.input[i * columns + c] *
               panel[c / kInt8Group * kInt8Group * kPanel + c % kInt8Group];
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
    std::uint8_t* const out = plan.out + i * Int8Columns(plan.columns);
    std::fill_n(out, Int8Columns(plan.columns), std::uint8_t{0});
    Real least = 0;
    Real largest = 0;
    Real sum = 0;  // not finite when a number is not
    for (std::size_t c = 0; c < plan.columns; ++c) {
      const Real x = row[c] * plan.factors[c];
      least = std::min(least, x);
      largest = std::max(largest, x);
      sum += x * 0;
    }
    const Real span = largest - least;
    const bool finite = sum == 0 && std::isfinite(span);
    const bool zeros = !finite || span < kTinyRow;
    plan.scales[i] = finite ? span / kInt8InputMost : std::numeric_limits<Real>::quiet_NaN();
    plan.zeros[i] = 0;
    if (zeros) continue;
    const Real factor = kInt8InputMost / span;
    plan.zeros[i] = static_cast<std::int32_t>(std::nearbyint(-least * factor));
    for (std::size_t c = 0; c < plan.columns; ++c) {
      const Real x = row[c] * plan.factors[c];
      const auto whole = static_cast<std::int32_t>(std::nearbyint(x * factor));
      out[c] = static_cast<std::uint8_t>(std::min(whole + plan.zeros[i], kInt8InputMost));
    }
  }
}

}  // namespace firth::kernels::reference
