/// Layers of narrow weights for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_NARROW_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_NARROW_INL_H_
#undef FIRTH_KERNELS_NARROW_INL_H_
#else
#define FIRTH_KERNELS_NARROW_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "base/bfloat16.h"
#include "hwy/highway.h"
#include "kernels/bfloat16-inl.h"
#include "kernels/encoder-inl.h"
#include "kernels/narrow.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

static_assert(kLinearOutputs <= kWideRows);

// -------------------------------------------------------------- bfloat16

inline void Widen(const BFloat16Bits* HWY_RESTRICT from, std::size_t count,
                  float* HWY_RESTRICT to) {
  const D d;
  std::size_t c = 0;
  for (; c + kLanes <= count; c += kLanes) hn::StoreU(LoadBFloat16(d, from + c), d, to + c);
  for (; c < count; ++c) to[c] = base::FromBFloat16(from[c]);
}

inline void BFloat16Linear(const BFloat16LinearPlan<float>& plan) {
  for (std::size_t begin = 0; begin < plan.input_count; begin += kLinearBlock) {
    const std::size_t end = std::min(plan.input_count, begin + kLinearBlock);
    for (std::size_t o = 0; o < plan.output_count; o += kLinearOutputs) {
      const std::size_t rows = std::min(kLinearOutputs, plan.output_count - o);
      for (std::size_t n = 0; n < rows; ++n) {
        Widen(plan.weight + (o + n) * plan.weight_stride, plan.columns,
              plan.wide + n * plan.columns);
      }
      const LinearPlan<float> wide{plan.input,   plan.input_count, plan.input_stride, plan.wide,
                                   rows,         plan.columns,     plan.bias + o,     plan.columns,
                                   plan.out + o, plan.out_stride};
      if (rows == kLinearOutputs) {
        LinearOutputs<kLinearOutputs>(wide, begin, end, 0);
      } else {
        for (std::size_t n = 0; n < rows; ++n) LinearOutputs<1>(wide, begin, end, n);
      }
    }
  }
}

// ------------------------------------------------------------------ int8

using D16 = hn::ScalableTag<std::int16_t>;
using D32 = hn::ScalableTag<std::int32_t>;
inline constexpr std::size_t kLanes16 = hn::MaxLanes(D16());

inline void Widen(const std::int8_t* HWY_RESTRICT from, std::size_t count,
                  std::int16_t* HWY_RESTRICT to) {
  const D16 d;
  const hn::Rebind<std::int8_t, D16> narrow;
  std::size_t c = 0;
  for (; c + kLanes16 <= count; c += kLanes16) {
    hn::StoreU(hn::PromoteTo(d, hn::LoadU(narrow, from + c)), d, to + c);
  }
  for (; c < count; ++c) to[c] = from[c];
}

/// out[i + m, o + n] for kInputs inputs and kOutputs widened rows of weights.
template <std::size_t kInputs, std::size_t kOutputs>
HWY_INLINE void Int8Tile(const Int8LinearPlan<float>& plan, std::size_t i, std::size_t o) {
  const D d;
  const D16 d16;
  const D32 d32;
  hn::Vec<D32> low[kInputs * kOutputs];
  hn::Vec<D32> high[kInputs * kOutputs];
  for (std::size_t s = 0; s < kInputs * kOutputs; ++s) low[s] = high[s] = hn::Zero(d32);
  const std::int16_t* const input = plan.input + i * plan.input_stride;
  std::size_t c = 0;
  for (; c + kLanes16 <= plan.columns; c += kLanes16) {
    hn::Vec<D16> y[kOutputs];
    for (std::size_t n = 0; n < kOutputs; ++n) {
      y[n] = hn::LoadU(d16, plan.wide + n * plan.columns + c);
    }
    for (std::size_t m = 0; m < kInputs; ++m) {
      const auto x = hn::LoadU(d16, input + m * plan.input_stride + c);
      for (std::size_t n = 0; n < kOutputs; ++n) {
        const std::size_t s = m * kOutputs + n;
        low[s] = hn::ReorderWidenMulAccumulate(d32, x, y[n], low[s], high[s]);
      }
    }
  }
  // No lane's sum leaves 32 bits; as a float it is rounded to 24 of them.
  V lanes[kInputs * kOutputs];
  for (std::size_t s = 0; s < kInputs * kOutputs; ++s) {
    lanes[s] = hn::ConvertTo(d, hn::Add(low[s], high[s]));
  }
  HWY_ALIGN float sums[kInputs * kOutputs + kLanes];
  StoreSums(lanes, sums);
  for (std::size_t m = 0; m < kInputs; ++m) {
    for (std::size_t n = 0; n < kOutputs; ++n) {
      std::int32_t rest = 0;
      for (std::size_t k = c; k < plan.columns; ++k) {
        rest += std::int32_t{input[m * plan.input_stride + k]} * plan.wide[n * plan.columns + k];
      }
      const float sum = sums[m * kOutputs + n] + static_cast<float>(rest);
      plan.out[(i + m) * plan.out_stride + o + n] =
          plan.input_scales[i + m] * plan.weight_scales[o + n] * sum + plan.bias[o + n];
    }
  }
}

template <std::size_t kOutputs>
HWY_NOINLINE void Int8Outputs(const Int8LinearPlan<float>& plan, std::size_t begin, std::size_t end,
                              std::size_t o) {
  for (std::size_t n = 0; n < kOutputs; ++n) {
    Widen(plan.weight + (o + n) * plan.weight_stride, plan.columns, plan.wide + n * plan.columns);
  }
  std::size_t i = begin;
  for (; i + kLinearInputs <= end; i += kLinearInputs)
    Int8Tile<kLinearInputs, kOutputs>(plan, i, o);
  for (; i < end; ++i) Int8Tile<1, kOutputs>(plan, i, o);
}

inline void Int8Linear(const Int8LinearPlan<float>& plan) {
  for (std::size_t begin = 0; begin < plan.input_count; begin += kLinearBlock) {
    const std::size_t end = std::min(plan.input_count, begin + kLinearBlock);
    std::size_t o = 0;
    for (; o + kLinearOutputs <= plan.output_count; o += kLinearOutputs) {
      Int8Outputs<kLinearOutputs>(plan, begin, end, o);
    }
    for (; o < plan.output_count; ++o) Int8Outputs<1>(plan, begin, end, o);
  }
}

inline void QuantizeRow(const float* HWY_RESTRICT row, std::size_t columns, float factor,
                        std::int16_t* HWY_RESTRICT out) {
  const D d;
  const D32 d32;
  const hn::Rebind<std::int16_t, D> narrow;
  const V scale = hn::Set(d, factor);
  std::size_t c = 0;
  for (; c + kLanes <= columns; c += kLanes) {
    const auto whole = hn::NearestInt(hn::Mul(hn::LoadU(d, row + c), scale));
    hn::StoreU(hn::DemoteTo(narrow, hn::BitCast(d32, whole)), narrow, out + c);
  }
  for (; c < columns; ++c) out[c] = static_cast<std::int16_t>(std::nearbyint(row[c] * factor));
}

inline void Quantize(const QuantizePlan<float>& plan) {
  const D d;
  for (std::size_t i = 0; i < plan.count; ++i) {
    const float* const row = plan.rows + i * plan.stride;
    V most = hn::Zero(d);
    V zeros = hn::Zero(d);  // not finite where a number is not
    std::size_t c = 0;
    for (; c + kLanes <= plan.columns; c += kLanes) {
      const V x = hn::LoadU(d, row + c);
      most = hn::Max(most, hn::Abs(x));
      zeros = hn::MulAdd(x, hn::Zero(d), zeros);
    }
    float largest = hn::GetLane(hn::MaxOfLanes(d, most));
    float sum = hn::GetLane(hn::SumOfLanes(d, zeros));
    for (; c < plan.columns; ++c) {
      largest = std::max(largest, std::abs(row[c]));
      sum += row[c] * 0;
    }
    std::int16_t* const out = plan.out + i * plan.columns;
    plan.scales[i] = sum == 0 ? largest / static_cast<float>(plan.most) : sum;
    if (sum == 0 && largest >= kTinyRow) {
      QuantizeRow(row, plan.columns, static_cast<float>(plan.most) / largest, out);
    } else {
      std::fill_n(out, plan.columns, std::int16_t{0});
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_NARROW_INL_H_
