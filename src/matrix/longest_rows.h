/// The rows that are worth most where some must go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "firth/matrix.h"

namespace firth::matrix {

/// What a row is worth beside its length.
struct RowWorth {
  std::optional<std::uint32_t> always = std::nullopt;  ///< stays however short it is
  /// The square of each row's length is multiplied by one of these, from 0 up; empty: by 1.
  std::span<const double> weights{};
};

/// The numbers of the `count` longest rows, in ascending order; of equally long ones the first
/// stay. REQUIRES: count <= rows, 1 at least with `always`.
std::vector<std::uint32_t> LongestRows(const Matrix& rows, std::size_t count,
                                       const RowWorth& worth = {});

/// All row numbers, the longest row first; of equally long ones the first.
std::vector<std::uint32_t> RowsByLength(const Matrix& rows, const RowWorth& worth = {});

/// These rows, in this order, padded.
Matrix KeepRows(const Matrix& from, std::span<const std::uint32_t> rows);

}  // namespace firth::matrix
