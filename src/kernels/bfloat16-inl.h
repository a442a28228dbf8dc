/// bfloat16 as float32 for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_BFLOAT16_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_BFLOAT16_INL_H_
#undef FIRTH_KERNELS_BFLOAT16_INL_H_
#else
#define FIRTH_KERNELS_BFLOAT16_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// As many numbers as `d` has lanes. Any alignment.
template <class DF>
HWY_INLINE hn::Vec<DF> LoadBFloat16(DF d, const std::uint16_t* bits) {
  const hn::Rebind<std::uint16_t, DF> narrow;
  const hn::Rebind<std::uint32_t, DF> wide;
  return hn::BitCast(d, hn::ShiftLeft<16>(hn::PromoteTo(wide, hn::LoadU(narrow, bits))));
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_BFLOAT16_INL_H_
