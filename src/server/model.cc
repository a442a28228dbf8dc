#include "server/model.h"

#include <algorithm>

#include "encoder/pooling.h"

namespace firth::server {

void Finish(Matrix& matrix, std::size_t dimensions, bool normalize) {
  if (dimensions != 0 && dimensions < matrix.columns()) {
    Matrix shorter(matrix.rows(), dimensions, RowLayout::kDense);
    for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
      std::ranges::copy(matrix.Row(RowId{i}).first(dimensions),
                        shorter.MutableRow(RowId{i}).begin());
    }
    matrix = std::move(shorter);
  }
  if (!normalize) return;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) encoder::Normalize(matrix.MutableRow(RowId{i}));
}

}  // namespace firth::server
