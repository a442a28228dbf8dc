#include "glove/records.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "matrix/initialize.h"

namespace firth::glove {
namespace {

std::size_t PartOf(std::size_t dim) { return RowStride<float>(dim + 1, RowLayout::kPadded); }

}  // namespace

Records::Records(std::size_t words, std::size_t dim, double range, std::uint64_t seed)
    : dim_(dim), part_(PartOf(dim)), all_(words, 4 * part_) {
  Matrix vectors = Columns(0, dim + 1);
  Matrix contexts = Columns(2 * part_, dim + 1);
  matrix::FillUniform(vectors, range, seed);
  matrix::FillUniform(contexts, range, seed ^ kContextSeed);
  for (std::size_t word = 0; word < words; ++word) {
    std::fill_n(Word(word) + part_, part_, 1.0F);
    std::fill_n(Context(word) + part_, part_, 1.0F);
  }
}

std::uint64_t Records::BytesNeeded(std::size_t words, std::size_t dim) {
  return std::uint64_t{words} * 4 * PartOf(dim) * sizeof(float);
}

Matrix Records::Columns(std::size_t begin, std::size_t count) {
  auto owner = std::make_shared<const Matrix>(all_.Share());
  float* const data = words() > 0 ? Word(0) + begin : nullptr;
  return Matrix::BorrowWritable(std::move(owner), data, words(), count, stride());
}

}  // namespace firth::glove
