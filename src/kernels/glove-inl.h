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
inline constexpr std::size_t kGloveAhead = 6;

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

/// Pairs that share neither row nor column, so many at most: their differences are computed at
/// once.
inline constexpr std::size_t kGloveGroup = 4;

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

/// Half of the product of pair k's vectors is the sum of the lanes.
HWY_INLINE V GloveProducts(const GlovePlan<float>& plan, std::size_t k) {
  const D d;
  const float* const row = plan.Row(k);
  const float* const column = plan.Column(k);
  V even = hn::Zero(d);
  V odd = hn::Zero(d);
  std::size_t c = 0;
  for (; c + 2 * kLanes <= plan.dim; c += 2 * kLanes) {
    even = hn::MulAdd(hn::Load(d, row + c), hn::Load(d, column + c), even);
    odd = hn::MulAdd(hn::Load(d, row + c + kLanes), hn::Load(d, column + c + kLanes), odd);
  }
  if (c + kLanes <= plan.dim) {
    even = hn::MulAdd(hn::Load(d, row + c), hn::Load(d, column + c), even);
    c += kLanes;
  }
  if (c < plan.dim) {
    const V mine = hn::IfThenElseZero(hn::FirstN(d, plan.dim - c), hn::Load(d, row + c));
    odd = hn::MulAdd(mine, hn::Load(d, column + c), odd);
  }
  return hn::Add(even, odd);
}

/// How far pairs k to k + n - 1 are from their targets; up to kLanes numbers more are written.
HWY_INLINE void GloveDifferences(const GlovePlan<float>& plan, std::size_t k, std::size_t n,
                                 float* HWY_RESTRICT differences) {
  V products[kGloveGroup];
  for (V& product : products) product = hn::Zero(D());
  for (std::size_t i = 0; i < n; ++i) products[i] = GloveProducts(plan, k + i);
  StoreSums(products, differences);
  for (std::size_t i = 0; i < n; ++i) {
    const float biases = plan.Row(k + i)[plan.dim] + plan.Column(k + i)[plan.dim];
    differences[i] = 2 * differences[i] + biases - plan.logs[k + i];
  }
}

/// How many pairs from k on share neither row nor column with each other, up to kGloveGroup.
HWY_INLINE std::size_t GloveGroup(const GlovePlan<float>& plan, std::size_t k) {
  const std::size_t most = std::min(kGloveGroup, plan.count - k);
  const GlovePlace* const place = plan.places + k;
  for (std::size_t i = 1; i < most; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (place[i].row == place[j].row || place[i].column == place[j].column) return i;
    }
  }
  return most;
}

/// How a step is taken: the larger, the more it costs.
enum class GloveSize { kTiny, kSmall, kAny };

HWY_INLINE GloveSize GloveSizeOf(float step) {
  if (std::abs(step) <= kGloveTiny<float>) return GloveSize::kTiny;
  // What is not a number is of any size as well.
  return std::abs(step) <= kGloveSmall<float> ? GloveSize::kSmall : GloveSize::kAny;
}

/// Moves numbers by `step` times their rates, and makes these a little smaller.
template <GloveSize kSize>
HWY_INLINE void GloveMove(V step, V& value, V& rate) {
  const D d;
  const V move = hn::Mul(step, rate);
  value = hn::Sub(value, move);
  if constexpr (kSize == GloveSize::kTiny) {
    rate = hn::NegMulAdd(hn::Mul(move, rate), move, rate);
    return;
  }
  const V square = hn::Mul(move, move);
  const V one = hn::Set(d, 1.0F);
  if constexpr (kSize == GloveSize::kSmall) {
    const V series = hn::MulAdd(square, hn::Set(d, 1.5F), hn::Set(d, -1.0F));
    rate = hn::Mul(rate, hn::MulAdd(square, series, one));
  } else {
    rate = hn::Div(rate, hn::Sqrt(hn::MulAdd(square, hn::Set(d, 2.0F), one)));
  }
}

HWY_INLINE void GloveMoveBias(float& value, float& rate, float step) {
  const float move = step * rate;
  value -= move;
  rate /= std::sqrt(1 + move * move);
}

/// Moves both rows of pair k, whose weighted difference is g.
template <GloveSize kSize>
HWY_INLINE void GloveUpdate(const GlovePlan<float>& plan, std::size_t k, float g) {
  const D d;
  float* const row = plan.rows + plan.places[k].row * plan.stride;
  float* const column = plan.columns + plan.places[k].column * plan.stride;
  float* const row_rates = row + plan.rates;
  float* const column_rates = column + plan.rates;
  const V gradient = hn::Set(d, plan.eta * g);
  const V most = hn::Set(d, plan.eta * kGloveClip<float> * kGloveUnit<float>);
  const auto step = [&](V partner) HWY_ATTR {
    const V whole = hn::Mul(gradient, partner);
    return kSize == GloveSize::kAny ? hn::Clamp(whole, hn::Neg(most), most) : whole;
  };
  ForGloveVectors(plan.dim, [&](std::size_t c, auto take) HWY_ATTR {
    V x = hn::Load(d, row + c);
    V y = hn::Load(d, column + c);
    V x_rate = hn::Load(d, row_rates + c);
    V y_rate = hn::Load(d, column_rates + c);
    const V x_step = step(take(y));
    const V y_step = step(take(x));
    GloveMove<kSize>(x_step, x, x_rate);
    GloveMove<kSize>(y_step, y, y_rate);
    hn::Store(x, d, row + c);
    hn::Store(y, d, column + c);
    hn::Store(x_rate, d, row_rates + c);
    hn::Store(y_rate, d, column_rates + c);
  });
  const float bias_step = plan.bias_eta * g;
  GloveMoveBias(row[plan.dim], row_rates[plan.dim], bias_step);
  GloveMoveBias(column[plan.dim], column_rates[plan.dim], bias_step);
}

/// Rows are few and near (StripeRows); columns are far.
HWY_INLINE void GloveFetch(const GlovePlan<float>& plan, std::size_t k) {
  if (k >= plan.count) return;
  constexpr std::size_t kLine = 64 / sizeof(float);
  for (std::size_t c = 0; c <= plan.rates + plan.dim; c += kLine) {
    hwy::Prefetch(plan.Column(k) + c);
  }
}

inline double GloveLoss(const GlovePlan<float>& plan) {
  double loss = 0;
  HWY_ALIGN float differences[kGloveGroup + kLanes];
  for (std::size_t k = 0; k < plan.count; k += kGloveGroup) {
    const std::size_t n = std::min(kGloveGroup, plan.count - k);
    GloveDifferences(plan, k, n, differences);
    for (std::size_t i = 0; i < n; ++i) {
      loss += static_cast<double>(plan.weights[k + i] * differences[i] * differences[i]) / 2;
    }
  }
  return loss;
}

inline double GloveStep(const GlovePlan<float>& plan) {
  double loss = 0;
  HWY_ALIGN float differences[kGloveGroup + kLanes];
  for (std::size_t k = 0; k < kGloveAhead; ++k) GloveFetch(plan, k);
  std::size_t n = 0;
  for (std::size_t k = 0; k < plan.count; k += n) {
    n = GloveGroup(plan, k);
    GloveDifferences(plan, k, n, differences);
    for (std::size_t i = 0; i < n; ++i) {
      GloveFetch(plan, k + i + kGloveAhead);
      const float g = plan.weights[k + i] * differences[i];
      loss += static_cast<double>(g * differences[i]) / 2;
      switch (GloveSizeOf(plan.eta * g)) {
        case GloveSize::kTiny:
          GloveUpdate<GloveSize::kTiny>(plan, k + i, g);
          break;
        case GloveSize::kSmall:
          GloveUpdate<GloveSize::kSmall>(plan, k + i, g);
          break;
        case GloveSize::kAny:
          GloveUpdate<GloveSize::kAny>(plan, k + i, g);
          break;
      }
    }
  }
  return loss;
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_GLOVE_INL_H_
