#include "firth/quantized.h"

#include <algorithm>
#include <cmath>

namespace firth {

void QuantizedMatrix::AddRow(RowId row, std::span<float> sum) const {
  const std::size_t pieces = Pieces();
  const std::uint8_t* const row_codes = codes.data() + Index(row) * pieces;
  const float scale = norms.empty() ? 1 : norms[norm_codes[Index(row)]];
  for (std::size_t p = 0; p < pieces; ++p) {
    const std::size_t begin = p * piece;
    const std::size_t length = std::min(piece, columns - begin);
    const float* const point = &centroids[begin * kCentroids + row_codes[p] * length];
    for (std::size_t i = 0; i < length; ++i) sum[begin + i] += scale * point[i];
  }
}

Matrix QuantizedMatrix::Decode(std::size_t begin, std::size_t count, RowLayout layout) const {
  Matrix matrix(count, columns, layout);
  for (std::size_t i = 0; i < count; ++i) {
    AddRow(RowId{static_cast<std::uint32_t>(begin + i)},
           matrix.MutableRow(RowId{static_cast<std::uint32_t>(i)}));
  }
  return matrix;
}

void RowLoss::Add(std::span<const float> before, std::span<const float> after) {
  double dot = 0;
  double square_before = 0;
  double square_after = 0;
  for (std::size_t c = 0; c < before.size(); ++c) {
    const double a = before[c];
    const double b = after[c];
    dot += a * b;
    square_before += a * a;
    square_after += b * b;
    differences_ += (a - b) * (a - b);
  }
  squares_ += square_before;
  if (square_before == 0) return;
  ++rows_;
  if (square_after > 0) cosines_ += dot / std::sqrt(square_before * square_after);
}

}  // namespace firth
