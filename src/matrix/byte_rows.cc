#include "firth/byte_rows.h"

namespace firth {

Matrix ByteRows::ToMatrix() const {
  Matrix matrix(rows_, columns_, RowLayout::kDense);
  if (rows_ > 0) {
    std::memcpy(matrix.MutableRowData(RowId{0}), bytes_, rows_ * columns_ * sizeof(float));
  }
  return matrix;
}

}  // namespace firth
