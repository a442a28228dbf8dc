/// Which rows a batch uses, and where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "firth/types.h"

namespace firth::nn {

/// The places of a batch, row by row: row rows[i] stands at places[starts[i]] ...
/// places[starts[i + 1] - 1], in the order of the batch.
struct Occurrences {
  std::vector<RowId> rows;            ///< sorted, each once
  std::vector<std::uint32_t> starts;  ///< one more than rows
  std::vector<std::uint32_t> places;

  std::span<const std::uint32_t> PlacesOf(std::size_t i) const {
    return std::span(places).subspan(starts[i], starts[i + 1] - starts[i]);
  }
};

/// A row, and a place where it stands: row in the high half.
using RowAtPlace = std::uint64_t;

constexpr RowAtPlace AtPlace(std::uint32_t row, std::size_t place) {
  return std::uint64_t{row} << 32 | place;
}

/// REQUIRES: places ascend. Takes linear time (a radix sort).
Occurrences GroupByRow(std::vector<RowAtPlace> used);

}  // namespace firth::nn
