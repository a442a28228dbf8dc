/// Rows of numbers that stand in a file where no float can begin.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <utility>

#include "firth/matrix.h"

namespace firth {

/// Rows of float32 as the bytes of a file, which may begin where no float can: they are read by
/// copying. Shares what keeps the bytes alive. Threads: reading from several is safe.
class ByteRows {
 public:
  /// REQUIRES: rows * columns float32 at `bytes`.
  ByteRows(std::shared_ptr<const void> owner, const char* bytes, std::size_t rows,
           std::size_t columns)
      : owner_(std::move(owner)), bytes_(bytes), rows_(rows), columns_(columns) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  /// REQUIRES: row < rows().
  const char* RowBytes(RowId row) const { return bytes_ + Index(row) * columns_ * sizeof(float); }
  void CopyRow(RowId row, float* out) const {
    std::memcpy(out, RowBytes(row), columns_ * sizeof(float));
  }
  Matrix ToMatrix() const;

 private:
  std::shared_ptr<const void> owner_;
  const char* bytes_;
  std::size_t rows_;
  std::size_t columns_;
};

}  // namespace firth
