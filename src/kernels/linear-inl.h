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
#include "kernels/prefetch.h"
#include "kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace firth::kernels {
namespace HWY_NAMESPACE {

using D16 = hn::ScalableTag<std::int16_t>;
using D32 = hn::ScalableTag<std::int32_t>;
inline constexpr std::size_t kLanes16 = hn::MaxLanes(D16());

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

/// sum[i] + x[2 i] * y[2 i] + x[2 i + 1] * y[2 i + 1].
HWY_INLINE hn::Vec<D32> AddPairs(hn::Vec<D16> x, hn::Vec<D16> y, hn::Vec<D32> sum) {
  const D32 d;
  hn::Vec<D32> high = hn::Zero(d);
#if HWY_ARCH_ARM  // sums the products of the lower and the upper half apart
  const auto low = hn::ReorderWidenMulAccumulate(d, x, y, hn::Zero(d), high);
  return hn::Add(sum, hn::RearrangeToOddPlusEven(low, high));
#else
  return hn::ReorderWidenMulAccumulate(d, x, y, sum, high);
#endif
}

/// Rows [i, i + kRows) of the panel that begins with output `o`.
template <std::size_t kRows>
HWY_INLINE void Int8Tile(const Int8LinearPlan<float>& plan, std::size_t i, std::size_t o,
                         float* HWY_RESTRICT out, std::size_t out_stride) {
  const D d;
  const D16 d16;
  const D32 d32;
  const hn::Rebind<std::int8_t, D16> narrow;
  const std::size_t columns = Int8Columns(plan.columns);
  hn::Vec<D32> sums[kRows][kPanelVectors];
  for (auto& row : sums) {
    for (auto& sum : row) sum = hn::Zero(d32);
  }
  const std::int16_t* const input = plan.input + i * columns;
  const std::int8_t* panel = plan.panels + o * columns;
  for (std::size_t c = 0; c < columns; c += kInt8Group, panel += kInt8Group * kPanel) {
    hn::Vec<D16> weights[kPanelVectors];
    for (std::size_t v = 0; v < kPanelVectors; ++v) {
      weights[v] = hn::PromoteTo(d16, hn::LoadU(narrow, panel + v * kLanes16));
    }
    for (std::size_t m = 0; m < kRows; ++m) {
      std::int32_t group = 0;
      std::memcpy(&group, input + m * columns + c, sizeof group);
      const auto x = hn::BitCast(d16, hn::Set(d32, group));
      for (std::size_t v = 0; v < kPanelVectors; ++v) {
        sums[m][v] = AddPairs(x, weights[v], sums[m][v]);
      }
    }
  }
  // No sum leaves 32 bits; as a float it is rounded to 24 of them.
  for (std::size_t m = 0; m < kRows; ++m) {
    const V scale = hn::Set(d, plan.input_scales[i + m]);
    for (std::size_t v = 0; v < kPanelVectors; ++v) {
      const std::size_t n = o + v * kLanes;
      const V sum = hn::ConvertTo(d, sums[m][v]);
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
    std::int16_t* const out = plan.out + i * Int8Columns(plan.columns);
    if (plan.columns < Int8Columns(plan.columns)) out[plan.columns] = 0;
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

#endif  // FIRTH_KERNELS_LINEAR_INL_H_
