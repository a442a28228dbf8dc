/// The optimisers' steps for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_DESCEND_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_DESCEND_INL_H_
#undef FIRTH_KERNELS_DESCEND_INL_H_
#else
#define FIRTH_KERNELS_DESCEND_INL_H_
#endif

#include <cstddef>

#include "hwy/highway.h"
#include "kernels/columns-inl.h"
#include "kernels/descend.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

/// row[c] -= rate * direction / divisor
template <class Tag>
HWY_INLINE void Descend(Tag d, float* row, float rate, hn::Vec<Tag> direction,
                        hn::Vec<Tag> divisor) {
  const auto step = hn::Div(direction, divisor);
  hn::StoreU(hn::NegMulAdd(hn::Set(d, rate), step, hn::LoadU(d, row)), d, row);
}

inline void Adagrad(const AdagradPlan<float>& plan) {
  ForVectors(plan.columns, [&](auto d, std::size_t c) HWY_ATTR {
    const auto grad = hn::LoadU(d, plan.grad + c);
    const auto sum = hn::MulAdd(grad, grad, hn::LoadU(d, plan.sum + c));
    hn::StoreU(sum, d, plan.sum + c);
    Descend(d, plan.row + c, plan.rate, grad, hn::Add(hn::Sqrt(sum), hn::Set(d, plan.eps)));
  });
}

inline void Adam(const AdamPlan<float>& plan) {
  ForVectors(plan.columns, [&](auto d, std::size_t c) HWY_ATTR {
    const auto grad = hn::LoadU(d, plan.grad + c);
    auto mean = hn::LoadU(d, plan.mean + c);
    auto square = hn::LoadU(d, plan.square + c);
    mean = hn::MulAdd(hn::Set(d, plan.rest1), hn::Sub(grad, mean), mean);
    square = hn::MulAdd(hn::Set(d, plan.rest2), hn::MulSub(grad, grad, square), square);
    hn::StoreU(mean, d, plan.mean + c);
    hn::StoreU(square, d, plan.square + c);
    const auto root = hn::Mul(hn::Sqrt(square), hn::Set(d, plan.root_scale));
    Descend(d, plan.row + c, plan.rate, mean, hn::Add(root, hn::Set(d, plan.eps)));
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_DESCEND_INL_H_
