#include "formats/vectors_builder.h"

#include <cstdint>
#include <utility>

namespace firth::formats {
namespace {

/// A guess at the length of a word, to spare most of the buffer's growing.
constexpr std::size_t kUsualWordBytes = 8;

}  // namespace

VectorsBuilder::VectorsBuilder(std::size_t capacity, std::size_t dim)
    : matrix_(std::make_shared<Matrix>(capacity, dim, RowLayout::kDense)) {
  vocabulary_.Reserve(capacity, capacity * kUsualWordBytes);
}

std::span<float> VectorsBuilder::NextRow() {
  return matrix_->MutableRow(RowId{static_cast<std::uint32_t>(size())});
}

WordVectors VectorsBuilder::Finish() {
  const std::size_t rows = size();
  if (rows == capacity()) return {std::move(vocabulary_), std::move(*matrix_)};
  const MatrixView view = matrix_->view();
  Matrix filled = Matrix::Borrow(matrix_, view.data, rows, view.columns, view.stride);
  return {std::move(vocabulary_), std::move(filled)};
}

}  // namespace firth::formats
