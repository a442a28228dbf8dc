/// What an encoder computes beside its linear layers (linear.h). Any alignment.
#pragma once

#include <cstddef>

namespace firth::kernels {

/// Rows of attention's products are read and written in whole steps of so many columns.
inline constexpr std::size_t kProductColumns = 16;

/// out[i * out_stride + n] = sum over k of a[i * a_stride + k] * b[k * b_stride + n].
/// `columns` is a multiple of kProductColumns. A row of `out` is the same to the bit, however many
/// rows there are.
template <class Real>
struct ProductPlan {
  const Real* a;
  std::size_t a_count;
  std::size_t a_stride;
  const Real* b;
  std::size_t b_stride;
  std::size_t depth;    ///< columns of a, rows of b
  std::size_t columns;  ///< of b and of out
  Real* out;
  std::size_t out_stride;
};

/// Each of `count` rows becomes exp(scale * x) / sum of exp(scale * x) over its `columns`.
template <class Real>
struct SoftmaxPlan {
  Real* rows;
  std::size_t count;
  std::size_t stride;
  std::size_t columns;  ///< at least 1
  Real scale;
};

/// Layer normalization (Ba, Kiros, Hinton 2016, arXiv 1607.06450) of `count` rows, in place:
/// x = row + added;  row = (x - mean) / sqrt(variance + eps) * weight + bias, with the variance of
/// all columns.
template <class Real>
struct LayerNormPlan {
  Real* rows;
  std::size_t count;
  std::size_t stride;
  const Real* added;  ///< null: nothing
  std::size_t added_stride;
  const Real* weight;
  const Real* bias;
  std::size_t columns;
  Real eps;
};

}  // namespace firth::kernels
