/// Steps of GloVe (Pennington, Socher, Manning, EMNLP 2014) over pairs of words that met.
#pragma once

#include <cstddef>
#include <cstdint>

namespace firth::kernels {

/// What GloVe's own program bounds a gradient by.
template <class Real>
inline constexpr Real kGloveClip = 100;

/// Where a pair's two rows are: the row's number among `rows`, the column's among `columns`.
struct GlovePlace {
  std::uint16_t row;
  std::uint16_t column;
};

/// What a pair is trained towards and how much it counts, for each of `count` counts x > 0:
///   logs = log x,  weights = min(1, (x / x_max)^alpha)
template <class Real>
struct GloveTermsPlan {
  const Real* counts;
  std::size_t count;
  Real log_x_max;
  Real alpha;
  Real* logs;     ///< room for a multiple of 16
  Real* weights;  ///< room for a multiple of 16
};

/// A row is a record of `stride` numbers: `dim` of a vector and one more, its bias; from `rates`
/// on, for each of these its rate 1 / sqrt(S), where S is AdaGrad's sum of squares (Duchi, Hazan,
/// Singer, JMLR 12, 2011), which starts at 1. Numbers between are never changed.
/// REQUIRES: records begin at multiples of 64 bytes; rates and stride are multiples of 16,
/// dim < rates, rates + dim < stride; no row is a column too.
template <class Real>
struct GlovePlan {
  Real* rows;     ///< record r begins at rows + r * stride
  Real* columns;  ///< likewise
  std::size_t stride;
  std::size_t rates;
  std::size_t dim;
  const GlovePlace* places;
  const Real* logs;
  const Real* weights;
  std::size_t count;
  Real eta;       ///< rate of the vectors
  Real bias_eta;  ///< rate of the biases

  const Real* Row(std::size_t k) const { return rows + places[k].row * stride; }
  const Real* Column(std::size_t k) const { return columns + places[k].column * stride; }
};

// A step visits the pairs in their order. With r, c the vectors of a pair, b their biases,
//   diff = r . c + b_r + b_c - log x,  g = weight * diff,
// each number y of one side, whose partner on the other side is z (1 for a bias), moves by
//   t = eta * clip(g * z);  y -= t / sqrt(S);  S += t^2
// where both sides are as they were before the pair, and biases are not clipped. That is the
// descent of weight * diff^2 / 2, the loss. With the rate q = 1 / sqrt(S) in place of S it reads
//   s = t * q;  y -= s;  q /= sqrt(1 + s^2)
// which needs no root that is not near 1. SIMD kernels take
//   1 / sqrt(1 + s^2) = 1 - s^2 / 2 + 3 s^4 / 8 - ...
// where |eta * g| <= kGloveSmall: to 3e-7 as long as |z| <= 2, 2e-5 for |z| <= 4; and no clip,
// which would need |z| > 100. All they use is rounded alike by every processor with these
// instructions.
template <class Real>
inline constexpr Real kGloveSmall = Real(0.05);

}  // namespace firth::kernels
