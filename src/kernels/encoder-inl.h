/// The encoder's kernels for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_ENCODER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_ENCODER_INL_H_
#undef FIRTH_KERNELS_ENCODER_INL_H_
#else
#define FIRTH_KERNELS_ENCODER_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"
#include "kernels/columns-inl.h"
#include "kernels/encoder.h"
#include "kernels/linear-inl.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

// --------------------------------------------------------------- product

static_assert(kProductColumns == kPanel);

/// Columns of b are panels that lie beside each other.
inline void Product(const ProductPlan<float>& plan) {
  static constexpr float kZeros[kPanel] = {};
  for (std::size_t n = 0; n < plan.columns; n += kPanel) {
    for (std::size_t i = 0; i < plan.a_count; i += kLinearRows) {
      const LinearPart<float> part{
          plan.a + i * plan.a_stride, plan.a_stride, plan.b + n, plan.b_stride, plan.depth, kZeros};
      ForRows<kLinearRows>(std::min(kLinearRows, plan.a_count - i), [&](auto count) HWY_ATTR {
        LinearTile<decltype(count)::value>(part, plan.out + i * plan.out_stride + n,
                                           plan.out_stride);
      });
    }
  }
}

// --------------------------------------------------------------- softmax

inline void SoftmaxRow(float* row, std::size_t columns, float scale) {
  const D d;
  const std::size_t whole = columns / kLanes * kLanes;
  float largest = row[0];
  if (whole > 0) {
    V most = hn::LoadU(d, row);
    for (std::size_t c = kLanes; c < whole; c += kLanes)
      most = hn::Max(most, hn::LoadU(d, row + c));
    largest = hn::GetLane(hn::MaxOfLanes(d, most));
  }
  for (std::size_t c = whole; c < columns; ++c) largest = std::max(largest, row[c]);
  // The rest is copied out, so that one function of whole vectors computes all exponentials.
  HWY_ALIGN float rest[kLanes];
  std::fill_n(rest, kLanes, -std::numeric_limits<float>::infinity());
  std::copy(row + whole, row + columns, rest);
  const V top = hn::Set(d, largest);
  const V factor = hn::Set(d, scale);
  const auto power = [&](V x) HWY_ATTR { return hn::Exp(d, hn::Mul(factor, hn::Sub(x, top))); };
  V sum = hn::Zero(d);
  for (std::size_t c = 0; c < whole; c += kLanes) {
    const V e = power(hn::LoadU(d, row + c));
    hn::StoreU(e, d, row + c);
    sum = hn::Add(sum, e);
  }
  const auto counts = hn::FirstN(d, columns - whole);
  const V last = hn::IfThenElseZero(counts, power(hn::Load(d, rest)));
  const V share = hn::Div(hn::Set(d, 1.0F), hn::SumOfLanes(d, hn::Add(sum, last)));
  for (std::size_t c = 0; c < whole; c += kLanes) {
    hn::StoreU(hn::Mul(share, hn::LoadU(d, row + c)), d, row + c);
  }
  hn::Store(hn::Mul(share, last), d, rest);
  std::copy_n(rest, columns - whole, row + whole);
}

inline void Softmax(const SoftmaxPlan<float>& plan) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    SoftmaxRow(plan.rows + i * plan.stride, plan.columns, plan.scale);
  }
}

// ------------------------------------------------------------ layer norm

inline void LayerNormRow(const LayerNormPlan<float>& plan, float* row, const float* added) {
  const D d;
  V sums = hn::Zero(d);
  float rest = 0;
  ForVectors(plan.columns, [&](auto t, std::size_t c) HWY_ATTR {
    auto x = hn::LoadU(t, row + c);
    if (added != nullptr) {
      x = hn::Add(x, hn::LoadU(t, added + c));
      hn::StoreU(x, t, row + c);
    }
    if constexpr (hn::MaxLanes(decltype(t)()) == kLanes) {
      sums = hn::Add(sums, x);
    } else {
      rest += hn::GetLane(hn::SumOfLanes(t, x));
    }
  });
  const auto columns = static_cast<float>(plan.columns);
  const float mean = (hn::GetLane(hn::SumOfLanes(d, sums)) + rest) / columns;
  V squares = hn::Zero(d);
  rest = 0;
  ForVectors(plan.columns, [&](auto t, std::size_t c) HWY_ATTR {
    const auto x = hn::Sub(hn::LoadU(t, row + c), hn::Set(t, mean));
    if constexpr (hn::MaxLanes(decltype(t)()) == kLanes) {
      squares = hn::MulAdd(x, x, squares);
    } else {
      rest += hn::GetLane(hn::SumOfLanes(t, hn::Mul(x, x)));
    }
  });
  const float variance = (hn::GetLane(hn::SumOfLanes(d, squares)) + rest) / columns;
  const float factor = 1 / std::sqrt(variance + plan.eps);
  ForVectors(plan.columns, [&](auto t, std::size_t c) HWY_ATTR {
    const auto x = hn::Mul(hn::Sub(hn::LoadU(t, row + c), hn::Set(t, mean)), hn::Set(t, factor));
    hn::StoreU(hn::MulAdd(x, hn::LoadU(t, plan.weight + c), hn::LoadU(t, plan.bias + c)), t,
               row + c);
  });
}

inline void LayerNorm(const LayerNormPlan<float>& plan) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    LayerNormRow(plan, plan.rows + i * plan.stride,
                 plan.added == nullptr ? nullptr : plan.added + i * plan.added_stride);
  }
}

// ------------------------------------------------------------------ GELU

/// erf as a quotient of polynomials in x^2, for |x| up to 4, beyond which it is 1 in float. The
/// coefficients are those of Eigen's and XLA's float erf; the error is below 3e-7.
template <class Tag>
HWY_INLINE hn::Vec<Tag> Erf(Tag d, hn::Vec<Tag> x) {
  constexpr float kUpper[] = {-2.72614225801306e-10F, 2.77068142495902e-08F,
                              -2.10102402082508e-06F, -5.69250639462346e-05F,
                              -7.34990630326855e-04F, -2.95459980854025e-03F,
                              -1.60960333262415e-02F};
  constexpr float kLower[] = {-1.45660718464996e-05F, -2.13374055278905e-04F,
                              -1.68282697438203e-03F, -7.37332916720468e-03F,
                              -1.42647390514189e-02F};
  x = hn::Max(hn::Set(d, -4.0F), hn::Min(x, hn::Set(d, 4.0F)));
  const auto square = hn::Mul(x, x);
  auto upper = hn::Set(d, kUpper[0]);
  for (std::size_t i = 1; i < std::size(kUpper); ++i) {
    upper = hn::MulAdd(upper, square, hn::Set(d, kUpper[i]));
  }
  auto lower = hn::Set(d, kLower[0]);
  for (std::size_t i = 1; i < std::size(kLower); ++i) {
    lower = hn::MulAdd(lower, square, hn::Set(d, kLower[i]));
  }
  return hn::Div(hn::Mul(x, upper), lower);
}

inline void Gelu(float* numbers, std::size_t count) {
  ForVectors(count, [&](auto d, std::size_t c) HWY_ATTR {
    const auto x = hn::LoadU(d, numbers + c);
    const auto erf = Erf(d, hn::Mul(x, hn::Set(d, 0.70710678F)));
    const auto half = hn::Mul(x, hn::Set(d, 0.5F));
    hn::StoreU(hn::MulAdd(half, erf, half), d, numbers + c);
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_ENCODER_INL_H_
