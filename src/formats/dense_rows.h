/// Rows of float32 that stand in a file as they stand in memory.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/atomic_file.h"
#include "firth/matrix.h"
#include "firth/text.h"
#include "formats/source.h"

namespace firth::formats {

/// Whether floats can begin where these bytes do.
bool AreAligned(std::string_view bytes);

/// The first `rows` rows of `bytes`, a part of `source`: borrowed where they are aligned as floats
/// ask, else copied. REQUIRES: rows * dim float32 in `bytes`.
Matrix DenseRows(const Source& source, std::string_view bytes, std::size_t rows, std::size_t dim);

/// Throws Error(kFormat) naming the first word whose vector holds a NaN or an infinity.
/// REQUIRES: a word for each row.
void CheckFiniteRows(const Source& source, const Matrix& matrix, const Vocabulary& vocabulary);

/// Row after row, without padding.
void WriteDenseRows(const Matrix& matrix, base::AtomicFile& file);

}  // namespace firth::formats
