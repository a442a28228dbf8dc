/// Linear layers for one SIMD target.
// Included once a target: the toggled guard is Highway's pattern for that.
#if defined(FIRTH_KERNELS_LINEAR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FIRTH_KERNELS_LINEAR_INL_H_
#undef FIRTH_KERNELS_LINEAR_INL_H_
#else
#define FIRTH_KERNELS_LINEAR_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "hwy/highway.h"
#include "kernels/bfloat16-inl.h"
#include "kernels/linear.h"
#include "kernels/linear_reference.h"
#include "kernels/prefetch.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

using DS8 = hn::ScalableTag<std::int8_t>;
using DU8 = hn::ScalableTag<std::uint8_t>;
using D16 = hn::ScalableTag<std::int16_t>;
using D32 = hn::ScalableTag<std::int32_t>;
inline constexpr std::size_t kByteLanes = hn::MaxLanes(DU8());

inline constexpr std::size_t kPanelVectors = kPanel / kLanes;

/// Rows that meet a panel at once: their running sums, the panel's vectors and a number of the
/// input must stay in registers, of which AVX-512 and NEON have 32 and the others 16.
inline constexpr std::size_t kLinearRows = HWY_TARGET <= HWY_AVX3   ? 12
                                           : HWY_TARGET <= HWY_AVX2 ? 6
                                           : HWY_ARCH_ARM_A64       ? 6
                                                                    : 2;
/// A product of whole numbers takes a register more.
inline constexpr std::size_t kInt8Rows = kLinearRows == 6 ? 4 : kLinearRows;
/// Rows that stay in the cache's second level while all panels pass.
inline constexpr std::size_t kLinearBlock = 120;
/// Columns of a panel that stay in its first level while these rows pass, with the rows' own.
inline constexpr std::size_t kLinearColumns = 256;

/// tile(std::integral_constant<std::size_t, n>()) for n of `rows`, which is 1 to kRows.
template <std::size_t kRows, class Tile>
HWY_INLINE void ForRows(std::size_t rows, const Tile& tile) {
  if constexpr (kRows > 1) {
    if (rows < kRows) return ForRows<kRows - 1>(rows, tile);
  }
  tile(std::integral_constant<std::size_t, kRows>());
}

/// Where a tile's sums go: whole panels straight into the plan's rows, others by way of a copy.
template <class Tile>
HWY_INLINE void IntoPanel(float* out, std::size_t stride, std::size_t rows, std::size_t outputs,
                          const Tile& tile) {
  if (outputs >= kPanel) return tile(out, stride);
  HWY_ALIGN float copy[kLinearRows * kPanel];
  for (std::size_t m = 0; m < rows; ++m) {
    std::copy_n(out + m * stride, outputs, copy + m * kPanel);
  }
  tile(copy, kPanel);
  for (std::size_t m = 0; m < rows; ++m) {
    std::copy_n(copy + m * kPanel, outputs, out + m * stride);
  }
}

// ------------------------------------------------------- float32, bfloat16

HWY_INLINE V LoadWeights(const float* weights) { return hn::LoadU(D(), weights); }
HWY_INLINE V LoadWeights(const BFloat16Bits* weights) { return LoadBFloat16(D(), weights); }

/// Some columns of a panel, for some rows.
template <class Weight>
struct LinearPart {
  const float* input;
  std::size_t input_stride;
  const Weight* panel;
  std::size_t panel_stride;  ///< from column to column
  std::size_t columns;
  const float* bias;  ///< what sums begin with; null: what is there
};

template <std::size_t kRows, class Weight>
HWY_INLINE void LinearTile(const LinearPart<Weight>& part, float* HWY_RESTRICT out,
                           std::size_t out_stride) {
  const D d;
  V sums[kRows][kPanelVectors];
  for (std::size_t m = 0; m < kRows; ++m) {
    const float* const from = part.bias != nullptr ? part.bias : out + m * out_stride;
    for (std::size_t v = 0; v < kPanelVectors; ++v) sums[m][v] = hn::LoadU(d, from + v * kLanes);
  }
  const float* input = part.input;
  const Weight* panel = part.panel;
  for (std::size_t c = 0; c < part.columns; ++c, ++input, panel += part.panel_stride) {
    V weights[kPanelVectors];
    for (std::size_t v = 0; v < kPanelVectors; ++v) weights[v] = LoadWeights(panel + v * kLanes);
    for (std::size_t m = 0; m < kRows; ++m) {
      const V x = hn::Set(d, input[m * part.input_stride]);
      for (std::size_t v = 0; v < kPanelVectors; ++v) {
        sums[m][v] = hn::MulAdd(x, weights[v], sums[m][v]);
      }
    }
  }
  for (std::size_t m = 0; m < kRows; ++m) {
    for (std::size_t v = 0; v < kPanelVectors; ++v) {
      hn::StoreU(sums[m][v], d, out + m * out_stride + v * kLanes);
    }
  }
}

/// Lines of the cache that are fetched ahead, a part of them with each tile.
class FetchAhead {
 public:
  template <class Number>
  FetchAhead(const Number* begin, std::size_t numbers, std::size_t tiles)
      : at_(reinterpret_cast<const char*>(begin)),
        end_(at_ + numbers * sizeof(Number)),
        part_((numbers * sizeof(Number) / tiles + kLine) / kLine * kLine) {}

  HWY_INLINE void Next() {
    for (const char* const stop = std::min(at_ + part_, end_); at_ < stop; at_ += kLine) {
      PrefetchLine(at_);
    }
  }

 private:
  static constexpr std::size_t kLine = 64;
  const char* at_;
  const char* end_;
  std::size_t part_;
};

/// Rows [begin, end) and columns [first, first + columns) of the panel that begins with output `o`.
template <class Weight>
HWY_NOINLINE void LinearPanel(const LinearPlan<float, Weight>& plan, std::size_t begin,
                              std::size_t end, std::size_t first, std::size_t columns,
                              std::size_t o) {
  const Weight* const panel = plan.panels + o * plan.columns + first * kPanel;
  const bool is_last = o + kPanel >= plan.output_count;
  FetchAhead ahead(panel + kPanel * plan.columns, is_last ? 0 : columns * kPanel,
                   (end - begin + kLinearRows - 1) / kLinearRows);
  for (std::size_t i = begin; i < end; i += kLinearRows) {
    ahead.Next();
    const LinearPart<Weight> part{
        plan.input + i * plan.input_stride + first, plan.input_stride, panel, kPanel, columns,
        first == 0 ? plan.bias + o : nullptr};
    const std::size_t rows = std::min(kLinearRows, end - i);
    IntoPanel(plan.out + i * plan.out_stride + o, plan.out_stride, rows, plan.output_count - o,
              [&](float* out, std::size_t stride) HWY_ATTR {
                ForRows<kLinearRows>(rows, [&](auto count) HWY_ATTR {
                  LinearTile<decltype(count)::value>(part, out, stride);
                });
              });
  }
}

template <class Weight>
void LinearOf(const LinearPlan<float, Weight>& plan) {
  const std::size_t parts = (plan.columns + kLinearColumns - 1) / kLinearColumns;
  const std::size_t step = (plan.columns + parts - 1) / parts;
  for (std::size_t begin = 0; begin < plan.input_count; begin += kLinearBlock) {
    const std::size_t end = std::min(plan.input_count, begin + kLinearBlock);
    for (std::size_t first = 0; first < plan.columns; first += step) {
      const std::size_t columns = std::min(step, plan.columns - first);
      for (std::size_t o = 0; o < plan.output_count; o += kPanel) {
        LinearPanel(plan, begin, end, first, columns, o);
      }
    }
  }
}

inline void Linear(const LinearPlan<float, float>& plan) { LinearOf(plan); }
inline void BFloat16Linear(const LinearPlan<float, BFloat16Bits>& plan) { LinearOf(plan); }

// ------------------------------------------------------------------ int8

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128  // where vectors of bytes do not exist

inline void Int8Linear(const Int8LinearPlan<float>& plan) { reference::Int8Linear(plan); }

#else

/// Two groups of columns: the sums of each output's products, those of the first two columns of
/// both and of the others apart.
HWY_INLINE hn::Vec<D16> AddGroups(hn::Vec<DU8> x, hn::Vec<DS8> weights, hn::Vec<DU8> next_x,
                                  hn::Vec<DS8> next_weights) {
#if HWY_ARCH_X86
  // Highway 1.0.3 has no name for it.
  const auto pairs = [](auto a, auto b) HWY_ATTR {
#if HWY_TARGET <= HWY_AVX3
    return hn::Vec<D16>{_mm512_maddubs_epi16(a.raw, b.raw)};
#elif HWY_TARGET <= HWY_AVX2
    return hn::Vec<D16>{_mm256_maddubs_epi16(a.raw, b.raw)};
#else
    return hn::Vec<D16>{_mm_maddubs_epi16(a.raw, b.raw)};
#endif
  };
  return hn::Add(pairs(x, weights), pairs(next_x, next_weights));
#else
  const auto a = vreinterpretq_s8_u8(x.raw);  // numbers of 7 bits
  const auto b = vreinterpretq_s8_u8(next_x.raw);
  const auto low = vmlal_s8(vmull_s8(vget_low_s8(a), vget_low_s8(weights.raw)), vget_low_s8(b),
                            vget_low_s8(next_weights.raw));
  const auto high = vmlal_high_s8(vmull_high_s8(a, weights.raw), b, next_weights.raw);
  return hn::Vec<D16>{vpaddq_s16(low, high)};
#endif
}

/// sum[i] + x[2 i] + x[2 i + 1].
HWY_INLINE hn::Vec<D32> AddPairs(hn::Vec<D16> x, hn::Vec<D32> sum) {
#if HWY_ARCH_X86
  const D32 d;
  hn::Vec<D32> unused = hn::Zero(d);
  return hn::ReorderWidenMulAccumulate(d, x, hn::Set(D16(), 1), sum, unused);
#else
  return hn::Vec<D32>{vpadalq_s16(sum.raw, x.raw)};
#endif
}

/// A group of columns of a row, for every output.
HWY_INLINE hn::Vec<DU8> LoadGroup(const std::uint8_t* input) {
  std::int32_t group = 0;
  static_assert(sizeof group == kInt8Group);
  std::memcpy(&group, input, sizeof group);
  return hn::BitCast(DU8(), hn::Set(D32(), group));
}

/// Rows [i, i + kRows) of the panel that begins with output `o`.
template <std::size_t kRows>
HWY_INLINE void Int8Tile(const Int8LinearPlan<float>& plan, std::size_t i, std::size_t o,
                         float* HWY_RESTRICT out, std::size_t out_stride) {
  const D d;
  const D32 d32;
  const DS8 d8;
  constexpr std::size_t kGroupBytes = kInt8Group * kPanel;
  const std::size_t columns = Int8Columns(plan.columns);
  hn::Vec<D32> sums[kRows][kPanelVectors];
  for (std::size_t m = 0; m < kRows; ++m) {
    const auto zero = hn::Set(d32, -plan.input_zeros[i + m]);
    for (std::size_t v = 0; v < kPanelVectors; ++v) {
      sums[m][v] = hn::Mul(zero, hn::LoadU(d32, plan.weight_sums + o + v * kLanes));
    }
  }
  const std::uint8_t* input = plan.input + i * columns;
  const std::int8_t* panel = plan.panels + o * columns;
  const std::int8_t* const end = panel + columns * kPanel;
  for (; panel < end; input += kInt8Step, panel += 2 * kGroupBytes) {
    for (std::size_t m = 0; m < kRows; ++m) {
      const auto x = LoadGroup(input + m * columns);
      const auto next = LoadGroup(input + m * columns + kInt8Group);
      for (std::size_t v = 0; v < kPanelVectors; ++v) {
        const std::int8_t* const weights = panel + v * kByteLanes;
        const auto pairs =
            AddGroups(x, hn::LoadU(d8, weights), next, hn::LoadU(d8, weights + kGroupBytes));
        sums[m][v] = AddPairs(pairs, sums[m][v]);
      }
    }
  }
  for (std::size_t m = 0; m < kRows; ++m) {
    const V scale = hn::Set(d, plan.input_scales[i + m]);
    for (std::size_t v = 0; v < kPanelVectors; ++v) {
      const std::size_t n = o + v * kLanes;
      const V sum = hn::ConvertTo(d, sums[m][v]);  // rounded to 24 bits
      const V scales = hn::Mul(scale, hn::LoadU(d, plan.weight_scales + n));
      hn::StoreU(hn::MulAdd(scales, sum, hn::LoadU(d, plan.bias + n)), d,
                 out + m * out_stride + v * kLanes);
    }
  }
}

HWY_NOINLINE inline void Int8Panel(const Int8LinearPlan<float>& plan, std::size_t begin,
                                   std::size_t end, std::size_t o) {
  for (std::size_t i = begin; i < end; i += kInt8Rows) {
    const std::size_t rows = std::min(kInt8Rows, end - i);
    IntoPanel(plan.out + i * plan.out_stride + o, plan.out_stride, rows, plan.output_count - o,
              [&](float* out, std::size_t stride) HWY_ATTR {
                ForRows<kInt8Rows>(rows, [&](auto count) HWY_ATTR {
                  Int8Tile<decltype(count)::value>(plan, i, o, out, stride);
                });
              });
  }
}

inline void Int8Linear(const Int8LinearPlan<float>& plan) {
  for (std::size_t begin = 0; begin < plan.input_count; begin += kLinearBlock) {
    const std::size_t end = std::min(plan.input_count, begin + kLinearBlock);
    for (std::size_t o = 0; o < plan.output_count; o += kPanel) Int8Panel(plan, begin, end, o);
  }
}

#endif  // neither HWY_SCALAR nor HWY_EMU128

inline void QuantizeRow(const float* HWY_RESTRICT row, const float* HWY_RESTRICT factors,
                        std::size_t columns, float factor, std::int32_t zero,
                        std::uint8_t* HWY_RESTRICT out) {
  const D d;
  const D32 d32;
  const hn::Rebind<std::uint8_t, D> narrow;
  const V scale = hn::Set(d, factor);
  const auto zeros = hn::Set(d32, zero);
  const auto most = hn::Set(d32, kInt8InputMost);
  std::size_t c = 0;
  for (; c + kLanes <= columns; c += kLanes) {
    const V x = hn::Mul(hn::LoadU(d, row + c), hn::LoadU(d, factors + c));
    const auto whole = hn::Add(hn::NearestInt(hn::Mul(x, scale)), zeros);
    hn::StoreU(hn::DemoteTo(narrow, hn::Min(whole, most)), narrow, out + c);
  }
  for (; c < columns; ++c) {
    const auto whole = static_cast<std::int32_t>(std::nearbyint(row[c] * factors[c] * factor));
    out[c] = static_cast<std::uint8_t>(std::min(whole + zero, kInt8InputMost));
  }
}

/// The least and the largest of a row's numbers, times their factors, and 0; not numbers where one
/// is not finite.
struct RowEnds {
  float least;
  float largest;
};

inline RowEnds EndsOf(const float* HWY_RESTRICT row, const float* HWY_RESTRICT factors,
                      std::size_t columns) {
  const D d;
  V least = hn::Zero(d);
  V largest = hn::Zero(d);
  V zeros = hn::Zero(d);  // not finite where a number is not
  std::size_t c = 0;
  for (; c + kLanes <= columns; c += kLanes) {
    const V x = hn::Mul(hn::LoadU(d, row + c), hn::LoadU(d, factors + c));
    least = hn::Min(least, x);
    largest = hn::Max(largest, x);
    zeros = hn::MulAdd(x, hn::Zero(d), zeros);
  }
  RowEnds ends{hn::GetLane(hn::MinOfLanes(d, least)), hn::GetLane(hn::MaxOfLanes(d, largest))};
  float sum = hn::GetLane(hn::SumOfLanes(d, zeros));
  for (; c < columns; ++c) {
    const float x = row[c] * factors[c];
    ends.least = std::min(ends.least, x);
    ends.largest = std::max(ends.largest, x);
    sum += x * 0;
  }
  if (sum != 0) ends.least = ends.largest = sum;
  return ends;
}

inline void Quantize(const QuantizePlan<float>& plan) {
  const std::size_t whole = Int8Columns(plan.columns);
  for (std::size_t i = 0; i < plan.count; ++i) {
    const float* const row = plan.rows + i * plan.stride;
    std::uint8_t* const out = plan.out + i * whole;
    const RowEnds ends = EndsOf(row, plan.factors, plan.columns);
    const float span = ends.largest - ends.least;
    plan.scales[i] = std::isfinite(span) ? span / kInt8InputMost : NAN;
    plan.zeros[i] = 0;
    if (!(span >= kTinyRow) || !std::isfinite(span)) {
      std::fill_n(out, whole, std::uint8_t{0});
      continue;
    }
    const float factor = kInt8InputMost / span;
    plan.zeros[i] = static_cast<std::int32_t>(std::nearbyint(-ends.least * factor));
    QuantizeRow(row, plan.factors, plan.columns, factor, plan.zeros[i], out);
    std::fill_n(out + plan.columns, whole - plan.columns, std::uint8_t{0});
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace firth::kernels
HWY_AFTER_NAMESPACE();

#endif  // FIRTH_KERNELS_LINEAR_INL_H_
