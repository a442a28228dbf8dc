/// The words of the embedding projector: a table by tabs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "firth/types.h"
#include "formats/companion.h"
#include "formats/lines.h"
#include "formats/source.h"

namespace firth::formats {

/// Reads a metadata file row by row. Its first line names the columns if it holds a tab; the word
/// is then in the column "word", else in the first, and the count in the column "count".
class ProjectorMetadata {
 public:
  explicit ProjectorMetadata(const Source& source);

  bool has_counts() const { return count_column_.has_value(); }

  /// Moves to the next row; false at the end. Throws Error(kFormat) with the line when the row
  /// lacks a column or its count is no whole number, or all counts together pass 2^64.
  bool Next();

  std::string_view word() const { return word_; }
  Count count() const { return count_; }  ///< 0 when there are none

 private:
  void TakeHeader();

  Source source_;
  RawLines lines_;
  bool table_ = false;
  std::size_t word_column_ = 0;
  std::optional<std::size_t> count_column_;
  std::string_view word_;
  Count count_{};
  std::uint64_t total_ = 0;
};

}  // namespace firth::formats
