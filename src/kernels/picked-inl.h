/// The kernels of picked rows for one SIMD target. Four rows go together: a sum of its own for each
/// hides how long an addition takes.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_PICKED_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_PICKED_INL_H_
#undef FIRTH_KERNELS_PICKED_INL_H_
#else
#define FIRTH_KERNELS_PICKED_INL_H_
#endif

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "base/bfloat16.h"
#include "hwy/highway.h"
#include "kernels/bfloat16-inl.h"
#include "kernels/picked.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

inline constexpr std::size_t kPickedTogether = 4;

/// Calls sum.template operator()<N>(i) for rows i, i + 1, ... i + N - 1 of the plan.
template <class Plan, class Sum>
HWY_INLINE void ForPicked(const Plan& plan, const Sum& sum) {
  std::size_t i = 0;
  for (; i + kPickedTogether <= plan.count; i += kPickedTogether) {
    sum.template operator()<kPickedTogether>(i);
  }
  for (; i < plan.count; ++i) sum.template operator()<1>(i);
}

/// Numbers of a row as float32.
template <class DF>
HWY_INLINE hn::Vec<DF> LoadFloats(DF d, const float* numbers) {
  return hn::LoadU(d, numbers);
}
template <class DF>
HWY_INLINE hn::Vec<DF> LoadFloats(DF d, const std::uint16_t* bfloats) {
  return LoadBFloat16(d, bfloats);
}
HWY_INLINE float AsFloat(float number) { return number; }
HWY_INLINE float AsFloat(std::uint16_t bfloat) { return base::FromBFloat16(bfloat); }

template <class Row>
HWY_INLINE void DotPickedReals(const PickedRows<float, Row, float>& plan) {
  ForPicked(plan, [&plan]<std::size_t kRows>(std::size_t first) HWY_ATTR {
    const D d;
    const hn::CappedTag<float, 4> d4;  // dimensions are mostly multiples of four
    constexpr std::size_t kFew = hn::MaxLanes(d4);
    const Row* rows[kRows];
    V sum[kRows];
    for (std::size_t i = 0; i < kRows; ++i) {
      rows[i] = plan.rows + plan.picked[first + i] * plan.stride;
      sum[i] = hn::Zero(d);
    }
    std::size_t c = 0;
    for (; c + kLanes <= plan.columns; c += kLanes) {
      const V x = hn::LoadU(d, plan.query + c);
      for (std::size_t i = 0; i < kRows; ++i) {
        sum[i] = hn::MulAdd(x, LoadFloats(d, rows[i] + c), sum[i]);
      }
    }
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2  // where what a mask leaves out is not read
    if constexpr (std::is_same_v<Row, float>) {
      if (c < plan.columns) {
        const auto rest = hn::FirstN(d, plan.columns - c);
        const V x = hn::MaskedLoad(rest, d, plan.query + c);
        for (std::size_t i = 0; i < kRows; ++i) {
          sum[i] = hn::MulAdd(x, hn::MaskedLoad(rest, d, rows[i] + c), sum[i]);
        }
        c = plan.columns;
      }
    }
#endif
    HWY_ALIGN float sums[kRows + kLanes];
    StoreSums(sum, sums);
    for (; c + kFew <= plan.columns; c += kFew) {
      const auto x = hn::LoadU(d4, plan.query + c);
      for (std::size_t i = 0; i < kRows; ++i) {
        const auto few = hn::Mul(x, LoadFloats(d4, rows[i] + c));
        sums[i] += hn::GetLane(hn::SumOfLanes(d4, few));
      }
    }
    for (; c < plan.columns; ++c) {
      for (std::size_t i = 0; i < kRows; ++i) sums[i] += plan.query[c] * AsFloat(rows[i][c]);
    }
    for (std::size_t i = 0; i < kRows; ++i) plan.out[first + i] = sums[i];
  });
}

inline void DotPicked(const PickedReals<float>& plan) { DotPickedReals(plan); }
inline void DotPickedBfloats(const PickedBfloats<float>& plan) { DotPickedReals(plan); }

inline void DotPickedInt8s(const PickedInt8s& plan) {
  ForPicked(plan, [&plan]<std::size_t kRows>(std::size_t first) HWY_ATTR {
    const hn::ScalableTag<std::int16_t> d16;
    const hn::Rebind<std::int8_t, decltype(d16)> d8;
    const hn::RepartitionToWide<decltype(d16)> d32;
    constexpr std::size_t kBytes = hn::MaxLanes(hn::ScalableTag<std::int16_t>());
    const std::int8_t* rows[kRows];
    hn::Vec<decltype(d32)> sum[kRows];
    hn::Vec<decltype(d32)> more[kRows];  // where a target keeps every other product
    HWY_UNROLL(4)                        // here and below: else GCC keeps the sums in memory
    for (std::size_t i = 0; i < kRows; ++i) {
      rows[i] = plan.rows + plan.picked[first + i] * plan.stride;
      sum[i] = more[i] = hn::Zero(d32);
    }
    std::size_t c = 0;
    for (; c + kBytes <= plan.columns; c += kBytes) {
      const auto x = hn::PromoteTo(d16, hn::LoadU(d8, plan.query + c));
      HWY_UNROLL(4)
      for (std::size_t i = 0; i < kRows; ++i) {
        const auto y = hn::PromoteTo(d16, hn::LoadU(d8, rows[i] + c));
        sum[i] = hn::ReorderWidenMulAccumulate(d32, x, y, sum[i], more[i]);
      }
    }
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < kRows; ++i) {
      std::int32_t total = hn::GetLane(hn::SumOfLanes(d32, hn::Add(sum[i], more[i])));
      for (std::size_t k = c; k < plan.columns; ++k) total += plan.query[k] * rows[i][k];
      plan.out[first + i] = total;
    }
  });
}

/// Bits are counted by an instruction of the target's, 64 at a time.
inline void CountDifferingBits(const PickedBits& plan) {
  for (std::size_t i = 0; i < plan.count; ++i) {
    const std::uint64_t* const row = plan.rows + plan.picked[i] * plan.stride;
    std::size_t bits = 0;
    for (std::size_t c = 0; c < plan.columns; ++c) bits += hwy::PopCount(plan.query[c] ^ row[c]);
    plan.out[i] = static_cast<std::uint32_t>(bits);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_PICKED_INL_H_
