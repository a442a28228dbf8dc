/// The rows that are worth most where some must go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "firth/matrix.h"

namespace firth::matrix {

/// The numbers of the `count` longest rows, in ascending order; of equally long ones the first
/// stay, and `always` stays however short it is. REQUIRES: count <= rows, 1 at least with `always`.
std::vector<std::uint32_t> LongestRows(const Matrix& rows, std::size_t count,
                                       std::optional<std::uint32_t> always = std::nullopt);

/// These rows, in this order, padded.
Matrix KeepRows(const Matrix& from, std::span<const std::uint32_t> rows);

}  // namespace firth::matrix
