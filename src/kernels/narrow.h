/// Linear layers whose weights take two bytes or one. Any alignment.
#pragma once

#include <cstddef>
#include <cstdint>

namespace firth::kernels {

/// The upper half of a float: bfloat16.
using BFloat16Bits = std::uint16_t;

/// Rows of weights that are widened at once, before inputs meet them.
inline constexpr std::size_t kWideRows = 6;

/// A LinearPlan (encoder.h) whose weights are bfloat16. Sums are those of Real.
template <class Real>
struct BFloat16LinearPlan {
  const Real* input;
  std::size_t input_count;
  std::size_t input_stride;
  const BFloat16Bits* weight;
  std::size_t output_count;
  std::size_t weight_stride;
  const Real* bias;  ///< output_count numbers
  std::size_t columns;
  Real* out;
  std::size_t out_stride;
  Real* wide;  ///< scratch: kWideRows * columns numbers
};

/// Weights of [-127, 127] times an output's own scale, and inputs as Quantize leaves them:
/// out = input scale * weight scale * the sum of whole products + bias.
template <class Real>
struct Int8LinearPlan {
  const std::int16_t* input;
  const Real* input_scales;  ///< one a row
  std::size_t input_count;
  std::size_t input_stride;
  const std::int8_t* weight;
  const Real* weight_scales;  ///< one an output
  std::size_t output_count;
  std::size_t weight_stride;
  const Real* bias;  ///< output_count numbers
  std::size_t columns;
  Real* out;
  std::size_t out_stride;
  std::int16_t* wide;  ///< scratch: kWideRows * columns numbers
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
  std::int16_t* out;  ///< [count, columns], dense
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
