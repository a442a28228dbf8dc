/// One query with rows that stand anywhere in a matrix: the kernels of search by a graph.
#pragma once

#include <cstddef>
#include <cstdint>

namespace firth::kernels {

/// out[i] is of the query and row picked[i]. Any alignment.
template <class Query, class Row, class Out>
struct PickedRows {
  const Query* query;
  const Row* rows;
  std::size_t stride;  ///< from row to row
  std::size_t columns;
  const std::uint32_t* picked;
  std::size_t count;
  Out* out;
};

template <class Real>
using PickedReals = PickedRows<Real, Real, Real>;
/// Rows of bfloat16: the upper half of a float32's bits.
template <class Real>
using PickedBfloats = PickedRows<Real, std::uint16_t, Real>;
/// REQUIRES: up to 65,536 columns, whose dot product fits.
using PickedInt8s = PickedRows<std::int8_t, std::int8_t, std::int32_t>;
/// 64 signs a number.
using PickedBits = PickedRows<std::uint64_t, std::uint64_t, std::uint32_t>;

}  // namespace firth::kernels
