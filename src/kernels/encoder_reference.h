/// The encoder's kernels in plain loops: what every SIMD target is held to.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "kernels/encoder.h"

namespace firth::kernels::reference {

template <class Real>
void Product(const ProductPlan<Real>& plan) {
  for (std::size_t i = 0; i < plan.a_count; ++i) {
    for (std::size_t n = 0; n < plan.columns; ++n) {
      Real sum = 0;
      for (std::size_t k = 0; k < plan.depth; ++k) {
        sum += plan.a[i * plan.a_stride + k] * plan.b[k * plan.b_stride + n];
      }
      plan.out[i * plan.out_stride + n] = sum;
    }
  }
}

template <class Real>
void Softmax(const SoftmaxPlan<Real>& plan) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    Real* const row = plan.rows + i * plan.stride;
    const Real largest = *std::max_element(row, row + plan.columns);
    Real sum = 0;
    for (std::size_t c = 0; c < plan.columns; ++c) {
      row[c] = std::exp(plan.scale * (row[c] - largest));
      sum += row[c];
    }
    for (std::size_t c = 0; c < plan.columns; ++c) row[c] /= sum;
  }
}

template <class Real>
void LayerNorm(const LayerNormPlan<Real>& plan) {
  const auto columns = static_cast<Real>(plan.columns);
  for (std::size_t i = 0; i < plan.count; ++i) {
    Real* const row = plan.rows + i * plan.stride;
    Real mean = 0;
    for (std::size_t c = 0; c < plan.columns; ++c) {
      if (plan.added != nullptr) row[c] += plan.added[i * plan.added_stride + c];
      mean += row[c];
    }
    mean /= columns;
    Real variance = 0;
    for (std::size_t c = 0; c < plan.columns; ++c) variance += (row[c] - mean) * (row[c] - mean);
    const Real factor = 1 / std::sqrt(variance / columns + plan.eps);
    for (std::size_t c = 0; c < plan.columns; ++c) {
      row[c] = (row[c] - mean) * factor * plan.weight[c] + plan.bias[c];
    }
  }
}

template <class Real>
void Gelu(Real* numbers, std::size_t count) {
  const Real root = std::numbers::sqrt2_v<Real> / 2;
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = numbers[i] / 2 * (1 + std::erf(numbers[i] * root));
  }
}

}  // namespace firth::kernels::reference
