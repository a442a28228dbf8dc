/// Small vectors for the tests of this part.
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "firth/word_vectors.h"

namespace firth::eval {

struct Entry {
  std::string_view word;
  std::vector<float> numbers;
};

inline WordVectors Vectors(const std::vector<Entry>& entries) {
  Vocabulary vocabulary;
  Matrix matrix(entries.size(), entries.front().numbers.size(), RowLayout::kDense);
  for (const Entry& entry : entries) {
    const RowId row = RowOf(vocabulary.Add(entry.word));
    std::ranges::copy(entry.numbers, matrix.MutableRow(row).begin());
  }
  return {std::move(vocabulary), std::move(matrix)};
}

}  // namespace firth::eval
