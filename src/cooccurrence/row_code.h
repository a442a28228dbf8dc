/// Rows of counts as bytes.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "cooccurrence/row_block.h"
#include "cooccurrence/row_sums.h"

namespace firth::cooccurrence {

/// Appends each row as the number of its cells, then for each the step from the column before and
/// the sum, all in 7 bits a byte, the lowest first (LEB128).
void AppendRows(const RowBlock& rows, std::string& out);

/// Replaces `out` by the sum of texts that AppendRows wrote of the same rows. Throws Error(kFormat)
/// when they are no such texts, of as many columns as `sums` has cells.
void AddUpRows(std::span<const std::string_view> texts, RowSums& sums, RowBlock& out);

}  // namespace firth::cooccurrence
