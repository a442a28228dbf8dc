/// Bags of rows: the mean or sum that goes in, the gradient that comes back.
#pragma once

#include <cstddef>

namespace firth::kernels {

/// A bag of rows, each of `columns` numbers padded to 64 bytes; a row may stand in it twice.
///   gather:  out = scale * (row 0 + row 1 + ...)
///   scatter: row_i += scale * delta, for every i
template <class Real>
struct BagPlan {
  Real* const* rows;
  std::size_t count;
  std::size_t columns;  ///< a multiple of 64 / sizeof(Real)
  Real scale;
};

}  // namespace firth::kernels
