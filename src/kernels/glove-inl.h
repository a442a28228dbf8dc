/// GloVe's kernels for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_GLOVE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_GLOVE_INL_H_
#undef FIRTH_KERNELS_GLOVE_INL_H_
#else
#define FIRTH_KERNELS_GLOVE_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "hwy/cache_control.h"
#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"
#include "kernels/glove.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// Pairs between a prefetch and the visit.
inline constexpr std::size_t kGloveAhead = 4;

inline void GloveTerms(const GloveTermsPlan<float>& plan) {
  const D d;
  const auto one_at = [&](std::size_t k, V counts) HWY_ATTR {
    const V log = hn::Log(d, counts);
    const V power = hn::Mul(hn::Set(d, plan.alpha), hn::Sub(log, hn::Set(d, plan.log_x_max)));
    hn::StoreU(log, d, plan.logs + k);
    hn::StoreU(hn::Exp(d, hn::Min(hn::Zero(d), power)), d, plan.weights + k);
  };
  std::size_t k = 0;
  for (; k + kLanes <= plan.count; k += kLanes) one_at(k, hn::LoadU(d, plan.counts + k));
  if (k == plan.count) return;
  HWY_ALIGN float rest[kLanes];
  for (float& count : rest) count = 1;
  std::copy(plan.counts + k, plan.counts + plan.count, rest);
  one_at(k, hn::Load(d, rest));
}

/// Calls work(column, take) for the vectors of a row of `dim` numbers; take(v) makes zeros of the
/// lanes beyond.
template <class Work>
HWY_INLINE void ForGloveVectors(std::size_t dim, const Work& work) {
  const D d;
  std::size_t c = 0;
  for (; c + kLanes <= dim; c += kLanes) work(c, [](V v) HWY_ATTR { return v; });
  if (c == dim) return;
  const auto inside = hn::FirstN(d, dim - c);
  work(c, [inside](V v) HWY_ATTR { return hn::IfThenElseZero(inside, v); });
}

/// How far pair k is from its target.
HWY_INLINE float GloveDifference(const GlovePlan<float>& plan, std::size_t k) {
  const D d;
  const float* const row = plan.Row(k);
  const float* const column = plan.Column(k);
  V sum[4] = {hn::Zero(d), hn::Zero(d), hn::Zero(d), hn::Zero(d)};
  std::size_t c = 0;
  for (; c + 4 * kLanes <= plan.dim; c += 4 * kLanes) {
    for (std::size_t i = 0; i < 4; ++i) {
      sum[i] = hn::MulAdd(hn::Load(d, row + c + i * kLanes), hn::Load(d, column + c + i * kLanes),
                          sum[i]);
    }
  }
  for (; c + kLanes <= plan.dim; c += kLanes) {
    sum[0] = hn::MulAdd(hn::Load(d, row + c), hn::Load(d, column + c), sum[0]);
  }
  if (c < plan.dim) {
    const V mine = hn::IfThenElseZero(hn::FirstN(d, plan.dim - c), hn::Load(d, row + c));
    sum[1] = hn::MulAdd(mine, hn::Load(d, column + c), sum[1]);
  }
  const V all = hn::Add(hn::Add(sum[0], sum[1]), hn::Add(sum[2], sum[3]));
  return hn::GetLane(hn::SumOfLanes(d, all)) + row[plan.dim] + column[plan.dim] - plan.logs[k];
}

/// Moves the numbers at `value`, which are `old`, by `step` times their rates. A small step makes
/// rates a little smaller, which goes without roots.
template <bool kSmall>
HWY_INLINE void GloveMove(V old, V step, float* value, float* rate) {
  const D d;
  const V rates = hn::Load(d, rate);
  const V move = hn::Mul(step, rates);
  hn::Store(hn::Sub(old, move), d, value);
  const V square = hn::Mul(move, move);
  const V one = hn::Set(d, 1.0F);
  if constexpr (kSmall) {
    const V series = hn::MulAdd(square, hn::Set(d, 0.375F), hn::Set(d, -0.5F));
    hn::Store(hn::Mul(rates, hn::MulAdd(square, series, one)), d, rate);
  } else {
    hn::Store(hn::Div(rates, hn::Sqrt(hn::Add(one, square))), d, rate);
  }
}

HWY_INLINE void GloveMoveBias(float& value, float& rate, float step) {
  const float move = step * rate;
  value -= move;
  rate /= std::sqrt(1 + move * move);
}

/// Moves both rows of pair k, whose weighted difference is g.
template <bool kSmall>
HWY_INLINE void GloveUpdate(const GlovePlan<float>& plan, std::size_t k, float g) {
  const D d;
  float* const row = plan.rows + plan.places[k].row * plan.stride;
  float* const column = plan.columns + plan.places[k].column * plan.stride;
  const V gradient = hn::Set(d, plan.eta * g);
  const V most = hn::Set(d, plan.eta * kGloveClip<float>);
  const auto step = [&](V partner) HWY_ATTR {
    const V whole = hn::Mul(gradient, partner);
    return kSmall ? whole : hn::Clamp(whole, hn::Neg(most), most);
  };
  ForGloveVectors(plan.dim, [&](std::size_t c, auto take) HWY_ATTR {
    const V x = hn::Load(d, row + c);
    const V y = hn::Load(d, column + c);
    GloveMove<kSmall>(x, step(take(y)), row + c, row + plan.rates + c);
    GloveMove<kSmall>(y, step(take(x)), column + c, column + plan.rates + c);
  });
  const float bias_step = plan.bias_eta * g;
  GloveMoveBias(row[plan.dim], row[plan.rates + plan.dim], bias_step);
  GloveMoveBias(column[plan.dim], column[plan.rates + plan.dim], bias_step);
}

HWY_INLINE void GloveFetch(const GlovePlan<float>& plan, std::size_t k) {
  if (k >= plan.count) return;
  constexpr std::size_t kLine = 64 / sizeof(float);
  for (std::size_t c = 0; c <= plan.rates + plan.dim; c += kLine) {
    hwy::Prefetch(plan.Row(k) + c);
    hwy::Prefetch(plan.Column(k) + c);
  }
}

inline double GloveLoss(const GlovePlan<float>& plan) {
  double loss = 0;
  for (std::size_t k = 0; k < plan.count; ++k) {
    const float diff = GloveDifference(plan, k);
    loss += static_cast<double>(plan.weights[k] * diff * diff) / 2;
  }
  return loss;
}

inline double GloveStep(const GlovePlan<float>& plan) {
  double loss = 0;
  for (std::size_t k = 0; k < std::min(kGloveAhead, plan.count); ++k) GloveFetch(plan, k);
  for (std::size_t k = 0; k < plan.count; ++k) {
    GloveFetch(plan, k + kGloveAhead);
    const float diff = GloveDifference(plan, k);
    const float g = plan.weights[k] * diff;
    loss += static_cast<double>(g * diff) / 2;
    if (std::abs(plan.eta * g) <= kGloveSmall<float>) {
      GloveUpdate<true>(plan, k, g);
    } else {  // not a number as well
      GloveUpdate<false>(plan, k, g);
    }
  }
  return loss;
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_GLOVE_INL_H_
