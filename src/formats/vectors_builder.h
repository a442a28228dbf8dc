/// Words and their vectors, one after another, as a reader meets them.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "firth/word_vectors.h"

namespace firth::formats {

/// Memory for `capacity` rows is reserved at once, but taken from the system only as rows arrive.
class VectorsBuilder {
 public:
  /// `capacity` and `dim` must be bounded by the size of what is read, not by what it claims.
  /// Throws Error(kMemory).
  VectorsBuilder(std::size_t capacity, std::size_t dim);

  std::size_t size() const { return vocabulary_.size(); }
  std::size_t capacity() const { return matrix_->rows(); }
  std::size_t dim() const { return matrix_->columns(); }

  /// Where the numbers of the next word go: `dim` of them. REQUIRES: size() < capacity().
  std::span<float> NextRow();
  /// The word of the row that NextRow gave.
  void Add(std::string_view word, Count count = Count{0}) { vocabulary_.Add(word, count); }

  /// The rows added so far. The builder is spent afterwards.
  WordVectors Finish();

 private:
  Vocabulary vocabulary_;
  std::shared_ptr<Matrix> matrix_;
};

}  // namespace firth::formats
