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

/// A row is a record of `stride` numbers: `dim` of a vector and one more, its bias; from `sums` on,
/// for each of these the sum of the squares of its steps before the division (AdaGrad; Duchi,
/// Hazan, Singer, JMLR 12, 2011), which start at 1. Numbers between are never changed.
/// REQUIRES: records begin at multiples of 64 bytes; sums and stride are multiples of 16,
/// dim < sums, sums + dim < stride; no row is a column too.
template <class Real>
struct GlovePlan {
  Real* rows;     ///< record r begins at rows + r * stride
  Real* columns;  ///< likewise
  std::size_t stride;
  std::size_t sums;
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
//   t = eta * clip(g * z);  y -= t / sqrt(sum);  sum += t^2
// where both sides are as they were before the pair, and biases are not clipped. That is the
// descent of weight * diff^2 / 2, the loss. Steps are exact to 2e-6 of their length.

}  // namespace firth::kernels
