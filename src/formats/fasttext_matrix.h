/// The matrices of fastText's models, as numbers or as codes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/atomic_file.h"
#include "firth/matrix.h"
#include "firth/quantized.h"
#include "formats/fasttext_cursor.h"
#include "formats/source.h"

namespace firth::formats {

struct FasttextMatrix {
  std::uint64_t rows = 0;
  std::string_view bytes{};                ///< rows x dim float32; empty where there are codes
  std::optional<QuantizedMatrix> codes{};  ///< of a quantised matrix; they stay in the file

  /// Rows begin ... begin + count - 1: borrowed from `source` where that can be.
  Matrix Rows(const Source& source, std::size_t begin, std::size_t count, std::size_t dim) const;
};

/// Behind the byte that tells whether it is quantised. Throws Error(kFormat): the shape is not
/// rows of `columns`, or the file ends before it.
FasttextMatrix TakeFasttextMatrix(FasttextCursor& cursor, bool quantised, std::int32_t columns,
                                  const char* what);

/// The byte that says "not quantised", and the shape.
void BeginMatrix(std::size_t rows, std::size_t columns, base::AtomicFile& file);
/// The whole of a quantised one. Throws Error(kFormat) when there are 2^31 codes or more.
void WriteQuantized(const QuantizedMatrix& matrix, base::AtomicFile& file);

}  // namespace firth::formats
