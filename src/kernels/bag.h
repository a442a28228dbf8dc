/// Bags of rows: the mean or sum that goes in, the gradient that comes back; and maxima.
#pragma once

#include <cstddef>
#include <cstdint>

namespace firth::kernels {

/// A bag of rows, each of `columns` numbers, anywhere in memory; a row may stand in it twice.
///   gather:  out = scale * (weight 0 * row 0 + weight 1 * row 1 + ...), reading the rows alone
///   scatter: row_i += scale * weight_i * (delta - before), for every i
template <class Real>
struct BagPlan {
  Real* const* rows;
  std::size_t count;
  std::size_t columns;
  Real scale;
  const Real* weights = nullptr;  ///< null: all 1
  /// gather: rows[count] ... rows[count + ahead - 1] are those of the bags after this one, which it
  /// fetches into the cache meanwhile. 0: the rows are there already.
  std::size_t ahead = 0;
  const Real* before = nullptr;  ///< scatter: null: zeros
};

/// Rows that are copied one behind the other: out[i * columns + c] = rows[i][c].
template <class Real>
struct CopyPlan {
  const Real* const* rows;
  std::size_t count;
  std::size_t columns;
  Real* out;
  /// Writes past the cache: for an output that would not fit there.
  bool stream = false;
};

/// The largest number of each column of a bag, and where it came from.
///   maximum:  out[c] = the largest rows[i][c], winners[c] = places[i] of the first that has it
/// A number that is not one (NaN) wins from the first row alone, since nothing exceeds it.
template <class Real>
struct MaximumPlan {
  const Real* const* rows;
  const std::uint32_t* places;
  std::size_t count;  ///< at least 1
  std::size_t columns;
};

/// What a maximum gives back to one of its rows: sum[c] += delta[c] where winners[c] == place.
template <class Real>
struct WonPlan {
  const Real* delta;
  const std::uint32_t* winners;
  std::uint32_t place;
  std::size_t columns;
};

}  // namespace firth::kernels
