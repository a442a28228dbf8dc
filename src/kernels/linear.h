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
/// Columns that stand together in a panel of bytes: output after output, both columns' weights.
inline constexpr std::size_t kInt8Group = 2;

constexpr std::size_t WholePanels(std::size_t outputs) {
  return (outputs + kPanel - 1) / kPanel * kPanel;
}
constexpr std::size_t Int8Columns(std::size_t columns) {
  return (columns + kInt8Group - 1) / kInt8Group * kInt8Group;
}

/// Packs weights; weight_of(o, c) is an output's weight for a column. `panels` takes
/// WholePanels(outputs) * columns numbers, with groups of columns those of whole groups.
template <std::size_t kGroup, class Weight, class WeightOf>
void PackPanels(std::size_t outputs, std::size_t columns, const WeightOf& weight_of,
                Weight* panels) {
  for (std::size_t panel = 0; panel < outputs; panel += kPanel) {
    for (std::size_t group = 0; group < columns; group += kGroup) {
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

/// Weights of [-127, 127] times an output's own scale, in groups of kInt8Group columns, and inputs
/// as Quantize leaves them:
/// out = input scale * weight scale * the sum of whole products + bias.
template <class Real>
struct Int8LinearPlan {
  const std::int16_t* input;  ///< [input_count, Int8Columns(columns)]
  const Real* input_scales;   ///< one a row
  std::size_t input_count;
  const std::int8_t* panels;
  const Real* weight_scales;  ///< WholePanels(output_count) numbers, as of bias
  const Real* bias;
  std::size_t output_count;
  std::size_t columns;
  Real* out;
  std::size_t out_stride;
};

/// Rows whose numbers are all smaller count as zeros: the inverse of a scale must be finite.
inline constexpr float kTinyRow = 1e-30F;

/// Rows as whole numbers of [-most, most] times a scale of each row's own, rounded to the nearest,
/// halves to the even one. Of a row without a number above 1e-30 all are 0; of a row with a number
/// that is not finite the scale is not a number.
template <class Real>
struct QuantizePlan {
  const Real* rows;
  std::size_t count;
  std::size_t stride;
  std::size_t columns;
  std::int16_t* out;  ///< [count, Int8Columns(columns)]; a column more is 0
  Real* scales;       ///< one a row
  int most;
};

/// The `most` with which no sum of `columns` products with weights of an Int8LinearPlan leaves 32
/// bits: 4,095 for up to 4,129 columns, and less beyond.
constexpr int QuantizeMost(std::size_t columns) {
  constexpr std::size_t kSums = (std::size_t{1} << 31U) - 1;
  const std::size_t most = columns == 0 ? kSums : kSums / 127 / columns;
  return static_cast<int>(most < 4095 ? most : 4095);
}

}  // namespace firth::kernels
