#include "formats/dense_rows.h"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <span>

#include "firth/byte_rows.h"

namespace firth::formats {

bool AreAligned(std::string_view bytes) {
  return std::bit_cast<std::uintptr_t>(bytes.data()) % alignof(float) == 0;
}

Matrix DenseRows(const Source& source, std::string_view bytes, std::size_t rows, std::size_t dim) {
  if (AreAligned(bytes)) {
    const auto* numbers = reinterpret_cast<const float*>(bytes.data());
    return Matrix::Borrow(source.owner, numbers, rows, dim, dim);
  }
  return ByteRows(source.owner, bytes.data(), rows, dim).ToMatrix();
}

/// One pass at the speed of memory. Without it a NaN would come to light as wrong answers.
void CheckFiniteRows(const Source& source, const Matrix& matrix, const Vocabulary& vocabulary) {
  constexpr std::uint32_t kExponent = 0x7F800000;
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    bool bad = false;
    for (const float value : matrix.Row(RowOf(id))) {
      bad |= (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent;
    }
    if (!bad) continue;
    Fail(source, fmt::format("the vector of {} holds a number that is not finite",
                             Quoted(vocabulary.Word(id))));
  }
}

void WriteDenseRows(const Matrix& matrix, base::AtomicFile& file) {
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    file.Write(std::as_bytes(matrix.Row(RowId{static_cast<std::uint32_t>(i)})));
  }
}

}  // namespace firth::formats
