/// The kernels of narrow rows for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_NARROW_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_NARROW_INL_H_
#undef FIRTH_KERNELS_NARROW_INL_H_
#else
#define FIRTH_KERNELS_NARROW_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "kernels/narrow.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

using DBits = hn::ScalableTag<std::uint32_t>;
/// For the 16 columns that are left: words of half a block.
using DHalfBits = hn::CappedTag<std::uint32_t, kRoundingLanes / 2>;

/// The two rows of numbers in the words from `words` on.
template <class DU>
HWY_INLINE void WidenWords(DU d, const NarrowPair* words, float* first, float* second) {
  const hn::RebindToFloat<DU> df;
  const auto pair = hn::LoadU(d, words);
  hn::Store(hn::BitCast(df, hn::And(pair, hn::Set(d, 0xFFFF0000U))), df, first);
  hn::Store(hn::BitCast(df, hn::ShiftLeft<16>(pair)), df, second);
}

inline void Widen(const WidenPlan<float>& plan) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    const NarrowPair* words = plan.narrow[i];
    float* row = plan.wide[i];
    std::size_t left = plan.columns;
    for (; left >= 2 * kRoundingLanes; left -= 2 * kRoundingLanes) {
      for (std::size_t k = 0; k < kRoundingLanes; k += kLanes) {
        WidenWords(DBits(), words + k, row + k, row + kRoundingLanes + k);
      }
      words += kRoundingLanes;
      row += 2 * kRoundingLanes;
    }
    constexpr std::size_t kHalf = kRoundingLanes / 2;
    for (std::size_t k = 0; left > 0 && k < kHalf; k += hn::MaxLanes(DHalfBits())) {
      WidenWords(DHalfBits(), words + k, row + k, row + kHalf + k);
    }
  }
}

template <class DU, class VU>
HWY_INLINE void NarrowWords(DU d, const float* first, const float* second, VU chance,
                            NarrowPair* words) {
  const hn::RebindToFloat<DU> df;
  const auto upper_half = hn::Set(d, 0xFFFF0000U);
  const auto upper = hn::Add(hn::BitCast(d, hn::Load(df, first)), hn::AndNot(upper_half, chance));
  const auto lower = hn::Add(hn::BitCast(d, hn::Load(df, second)), hn::ShiftRight<16>(chance));
  hn::StoreU(hn::Or(hn::And(upper, upper_half), hn::ShiftRight<16>(lower)), d, words);
}

template <class VU>
HWY_INLINE VU NextChance(VU x) {
  x = hn::Xor(x, hn::ShiftLeft<13>(x));
  x = hn::Xor(x, hn::ShiftRight<17>(x));
  return hn::Xor(x, hn::ShiftLeft<5>(x));
}

inline void Narrow(const NarrowPlan<float>& plan) {
  constexpr std::size_t kVectors = kRoundingLanes / kLanes;
  const DBits d;
  std::uint32_t* const HWY_RESTRICT lanes = plan.rounding->lanes;
  hn::Vec<DBits> chance[kVectors];
  for (std::size_t v = 0; v < kVectors; ++v) chance[v] = hn::Load(d, lanes + v * kLanes);
  for (std::size_t i = 0; i < plan.count; ++i) {
    NarrowPair* words = plan.narrow[i];
    const float* row = plan.wide[i];
    std::size_t left = plan.columns;
    for (; left >= 2 * kRoundingLanes; left -= 2 * kRoundingLanes) {
      for (std::size_t v = 0; v < kVectors; ++v) {
        const std::size_t k = v * kLanes;
        NarrowWords(d, row + k, row + kRoundingLanes + k, chance[v], words + k);
        chance[v] = NextChance(chance[v]);
      }
      words += kRoundingLanes;
      row += 2 * kRoundingLanes;
    }
    if (left == 0) continue;
    constexpr std::size_t kHalf = kRoundingLanes / 2;
    for (std::size_t v = 0; v < kVectors; ++v) hn::Store(chance[v], d, lanes + v * kLanes);
    for (std::size_t k = 0; k < kHalf; k += hn::MaxLanes(DHalfBits())) {
      const auto half = hn::Load(DHalfBits(), lanes + k);
      NarrowWords(DHalfBits(), row + k, row + kHalf + k, half, words + k);
    }
    for (std::size_t v = 0; v < kVectors; ++v) chance[v] = NextChance(chance[v]);
  }
  for (std::size_t v = 0; v < kVectors; ++v) hn::Store(chance[v], d, lanes + v * kLanes);
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_NARROW_INL_H_
