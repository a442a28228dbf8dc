/// The bag kernels for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_BAG_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_BAG_INL_H_
#undef FIRTH_KERNELS_BAG_INL_H_
#else
#define FIRTH_KERNELS_BAG_INL_H_
#endif

#include <cstddef>

#include "hwy/highway.h"
#include "kernels/bag.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

inline void Gather(const BagPlan<float>& plan, float* out) {
  const D d;
  const V scale = hn::Set(d, plan.scale);
  for (std::size_t c = 0; c < plan.columns; c += kLanes) {
    V sum = hn::Zero(d);
    for (std::size_t i = 0; i < plan.count; ++i) sum = hn::Add(sum, hn::Load(d, plan.rows[i] + c));
    hn::Store(hn::Mul(scale, sum), d, out + c);
  }
}

inline void Scatter(const BagPlan<float>& plan, const float* delta) {
  const D d;
  const V scale = hn::Set(d, plan.scale);
  for (std::size_t c = 0; c < plan.columns; c += kLanes) {
    const V step = hn::Mul(scale, hn::Load(d, delta + c));
    for (std::size_t i = 0; i < plan.count; ++i) {
      hn::Store(hn::Add(hn::Load(d, plan.rows[i] + c), step), d, plan.rows[i] + c);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_BAG_INL_H_
