#include "encoder/attention.h"

#include <algorithm>
#include <cmath>

namespace firth::encoder {
namespace {

std::size_t Padded(std::size_t columns) {
  return (columns + kernels::kProductColumns - 1) / kernels::kProductColumns *
         kernels::kProductColumns;
}

}  // namespace

void Attention::Run(const float* qkv, std::size_t pieces, const base::Share& heads, float* out) {
  const std::size_t columns = settings_.HeadColumns();
  for (std::size_t head = heads.begin; head < heads.end; ++head) {
    Head(qkv + head * columns, pieces, out + head * columns);
  }
}

void Attention::Head(const float* query, std::size_t pieces, float* out) {
  const std::size_t columns = settings_.HeadColumns();
  const std::size_t row = 3 * settings_.hidden;
  const float* const key = query + settings_.hidden;
  const float* const value = key + settings_.hidden;
  const std::size_t padded = Padded(pieces);
  Transpose(key, pieces, padded);
  scores_.resize(pieces * padded);
  kernels_.product(
      {query, pieces, row, keys_.data(), padded, columns, padded, scores_.data(), padded});
  const float scale = 1 / std::sqrt(static_cast<float>(columns));
  kernels_.softmax({scores_.data(), pieces, padded, pieces, scale});
  if (columns % kernels::kProductColumns == 0) {
    kernels_.product(
        {scores_.data(), pieces, padded, value, row, pieces, columns, out, settings_.hidden});
    return;
  }
  const std::size_t wide = Padded(columns);
  values_.resize(pieces * wide);
  kernels_.product(
      {scores_.data(), pieces, padded, value, row, pieces, wide, values_.data(), wide});
  for (std::size_t i = 0; i < pieces; ++i) {
    std::copy_n(values_.data() + i * wide, columns, out + i * settings_.hidden);
  }
}

void Attention::Transpose(const float* keys, std::size_t pieces, std::size_t columns) {
  const std::size_t depth = settings_.HeadColumns();
  keys_.assign(depth * columns, 0);
  for (std::size_t i = 0; i < pieces; ++i) {
    const float* const key = keys + i * 3 * settings_.hidden;
    for (std::size_t k = 0; k < depth; ++k) keys_[k * columns + i] = key[k];
  }
}

}  // namespace firth::encoder
