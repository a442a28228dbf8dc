/// Linear layers over packed weights, of four bytes a number, two or one. Any alignment.
///
/// Weights are packed in panels of kPanel outputs, one panel after the other: column after column,
/// a panel has its outputs' weights side by side, so that a kernel multiplies them by a number of
/// the input without a sum across lanes. Where outputs end within a panel, zeros fill it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace firth::kernels {

/// The upper half of a float: bfloat16.
using BFloat16Bits = std::uint16_t;

/// Outputs of a panel: a line of the cache in float32.
inline constexpr std::size_t kPanel = 16;
/// Columns that stand together in a panel of bytes: output after output, their weights.
inline constexpr std::size_t kInt8Group = 4;
/// Rows and panels of bytes are whole numbers of so many columns.
inline constexpr std::size_t kInt8Step = 2 * kInt8Group;
/// Bytes of the input are of [0, kInt8InputMost], weights of [-kInt8WeightMost, kInt8WeightMost]:
/// products of four columns, two and two, have sums of 16 bits, as processors without an
/// instruction for it compute them fastest.
inline constexpr int kInt8InputMost = 127;
inline constexpr int kInt8WeightMost = 63;
/// Columns with which no sum leaves 32 bits.
inline constexpr std::size_t kInt8ColumnsMost = 1U << 18U;
static_assert(4 * kInt8InputMost * kInt8WeightMost < 1 << 15);
static_assert(kInt8ColumnsMost * kInt8InputMost * kInt8WeightMost < std::size_t{1} << 31U);

constexpr std::size_t WholePanels(std::size_t outputs) {
  return (outputs + kPanel - 1) / kPanel * kPanel;
}
constexpr std::size_t Int8Columns(std::size_t columns) {
  return (columns + kInt8Step - 1) / kInt8Step * kInt8Step;
}

/// Packs weights; weight_of(o, c) is an output's weight for a column. `panels` takes
/// WholePanels(outputs) * `whole` numbers: zeros are the weights of columns beyond the last, and
/// `whole` is a multiple of kGroup.
template <std::size_t kGroup, class Weight, class WeightOf>
void PackPanels(std::size_t outputs, std::size_t columns, std::size_t whole,
                const WeightOf& weight_of, Weight* panels) {
  for (std::size_t panel = 0; panel < outputs; panel += kPanel) {
    for (std::size_t group = 0; group < whole; group += kGroup) {
      for (std::size_t o = panel; o < panel + kPanel; ++o) {
        for (std::size_t c = group; c < group + kGroup; ++c) {
          *panels++ = o < outputs && c < columns ? weight_of(o, c) : Weight{0};
        }
      }
    }
  }
}

/// out[i * out_stride + o] = bias[o] + sum over c of input[i * input_stride + c] * weight(o, c):
/// PyTorch's Linear. A row of `out` is the same to the bit, however many rows there are, and a
/// panel of it, however many panels. Weight: Real or BFloat16Bits; sums are those of Real.
template <class Real, class Weight>
struct LinearPlan {
  const Real* input;
  std::size_t input_count;
  std::size_t input_stride;
  const Weight* panels;
  const Real* bias;  ///< WholePanels(output_count) numbers
  std::size_t output_count;
  std::size_t columns;  ///< at least 1
  Real* out;
  std::size_t out_stride;
};

/// Weights times an output's own scale, in groups of kInt8Group columns, and inputs as Quantize
/// leaves them:
/// out = input scale * weight scale * the sum of (input - zero) * weight + bias.
/// Sums are whole numbers, and exact.
template <class Real>
struct Int8LinearPlan {
  const std::uint8_t* input;        ///< [input_count, Int8Columns(columns)]
  const std::int32_t* input_zeros;  ///< one a row, as of input_scales
  const Real* input_scales;
  std::size_t input_count;
  const std::int8_t* panels;
  const std::int32_t* weight_sums;  ///< of an output's weights; WholePanels(output_count) numbers,
  const Real* weight_scales;        ///< as of weight_scales and bias
  const Real* bias;
  std::size_t output_count;
  std::size_t columns;  ///< at most kInt8ColumnsMost
  Real* out;
  std::size_t out_stride;
};

/// Rows that span less count as zeros: the inverse of a scale must be finite.
inline constexpr float kTinyRow = 1e-30F;

/// Rows as (whole number of [0, kInt8InputMost] - zero) * scale, of a zero and a scale of each
/// row's own: its least and its largest number, and 0, lie between the ends. Rounded to the
/// nearest, halves to the even one. A row of numbers around 0 that span less than kTinyRow is all
/// zeros, and one with a number that is not finite, the scale of which is not a number.
template <class Real>
struct QuantizePlan {
  const Real* rows;
  std::size_t count;
  std::size_t stride;
  std::size_t columns;
  const Real* factors;  ///< one a column: numbers are multiplied by them first
  std::uint8_t* out;    ///< [count, Int8Columns(columns)]; columns beyond the last are 0
  std::int32_t* zeros;  ///< one a row, as of scales
  Real* scales;
};

}  // namespace firth::kernels
