/// The numbers that GloVe learns, and what AdaGrad keeps of each.
#pragma once

#include <cstddef>
#include <cstdint>

#include "firth/matrix.h"

namespace firth::glove {

/// One matrix, a row a word, of four parts, each `part()` numbers wide: the word's vector, then its
/// bias; the rates of these (1 / sqrt(S), AdaGrad); and the same two for the word as a context. The
/// parts of a pair's two words are what kernels/glove.h calls records: so a visit reads two
/// stretches of memory, and a file of the whole matrix is all that training goes on from. Threads:
/// reading from several is safe; two may write where they share neither rows nor columns.
class Records {
 public:
  /// As training begins: vectors and biases uniform in ±range, a row's from
  /// StreamFor(seed, row) and a context's from StreamFor(seed ^ kContextSeed, row), dim + 1 numbers
  /// each; rates 1. Throws Error(kMemory).
  Records(std::size_t words, std::size_t dim, double range, std::uint64_t seed);
  static constexpr std::uint64_t kContextSeed = 0x476C6F5665;  // any number

  /// Of a matrix of so many words.
  static std::uint64_t BytesNeeded(std::size_t words, std::size_t dim);

  std::size_t dim() const { return dim_; }
  /// Numbers of a part, a multiple of 16 and above dim().
  std::size_t part() const { return part_; }
  /// Numbers from a word's record to the next one's.
  std::size_t stride() const { return all_.stride(); }
  std::size_t words() const { return all_.rows(); }
  float* Word(std::size_t word) { return all_.MutableRowData(RowId{Narrow(word)}); }
  float* Context(std::size_t word) { return Word(word) + 2 * part_; }

  // Views that keep the matrix alive: a row a word.
  Matrix Vectors() { return Columns(0, dim_); }
  Matrix Biases() { return Columns(dim_, 1); }
  Matrix ContextVectors() { return Columns(2 * part_, dim_); }
  Matrix ContextBiases() { return Columns(2 * part_ + dim_, 1); }
  /// All but Vectors(): what a file holds beside these.
  Matrix Rest() { return Columns(dim_, 4 * part_ - dim_); }

 private:
  static std::uint32_t Narrow(std::size_t word) { return static_cast<std::uint32_t>(word); }
  Matrix Columns(std::size_t begin, std::size_t count);

  std::size_t dim_;
  std::size_t part_;
  Matrix all_;
};

}  // namespace firth::glove
