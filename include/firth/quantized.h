/// Matrices of few bytes a row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/matrix.h"

namespace firth {

/// Product quantisation (Jegou, Douze, Schmid, IEEE TPAMI 33, 2011) as fastText has it: a row is
/// cut into pieces of `piece` numbers, the last of what is left, and a piece is the number of one
/// of kCentroids points: a byte. Where `norms` are there, the row that the pieces make is
/// multiplied by one of these. Movable, copies share the codes. Threads: reading from several is
/// safe.
struct QuantizedMatrix {
  static constexpr std::size_t kCentroids = 256;

  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t piece = 1;                       ///< numbers in a piece, at least 1
  std::span<const std::uint8_t> codes{};       ///< rows x Pieces()
  std::span<const std::uint8_t> norm_codes{};  ///< a number of `norms` for each row, or empty
  std::shared_ptr<const void> owner{};         ///< keeps both alive
  /// columns x kCentroids: those of a piece behind each other, then those of the next piece.
  std::vector<float> centroids{};
  std::vector<float> norms{};  ///< kCentroids, or empty

  std::size_t Pieces() const { return (columns + piece - 1) / piece; }

  /// sum += row. REQUIRES: row < rows, sum of `columns` numbers.
  void AddRow(RowId row, std::span<float> sum) const;
  /// Rows begin ... begin + count - 1 as numbers. Throws Error(kMemory).
  Matrix Decode(std::size_t begin, std::size_t count, RowLayout layout) const;
};

struct QuantizeSettings {
  std::size_t piece = 2;  ///< numbers in a piece
  bool norms = false;     ///< lengths of rows apart from their directions
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: one a processor
  CpuTarget cpu_target = CpuTarget::kBest;
};

/// The points are the means of k-means over each piece of up to 65,536 rows, drawn by chance; with
/// fewer rows than kCentroids there are so many different points. The same settings give the same
/// codes, whatever the number of threads. Throws Error: kSettings (`piece` is 0), kInput (a number
/// is not finite).
QuantizedMatrix Quantize(const MatrixView& matrix, const QuantizeSettings& settings);

/// Bytes that Quantize takes at most beside the matrix, the codes that it returns included.
std::uint64_t QuantizingBytes(std::size_t rows, std::size_t columns,
                              const QuantizeSettings& settings);

/// What rows have lost.
class RowLoss {
 public:
  /// REQUIRES: spans of equal length.
  void Add(std::span<const float> before, std::span<const float> after);

  /// Squared differences over squares, both summed over all numbers: 0 is no loss. NaN when all
  /// rows were zeros.
  double SquaresLost() const { return differences_ / squares_; }
  /// The mean over rows that were not zeros; one that has become zeros counts as 0.
  double MeanCosine() const { return cosines_ / static_cast<double>(rows_); }

 private:
  double differences_ = 0;
  double squares_ = 0;
  double cosines_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace firth
