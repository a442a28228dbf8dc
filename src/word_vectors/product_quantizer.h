/// Rows as numbers of points: how the points are found, and which one stands for a piece of a row.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "firth/quantized.h"
#include "numeric/nearest.h"

namespace firth::word_vectors {

/// A source of rows: writes row i, so many numbers. Must be safe from several threads.
using RowSource = std::function<void(std::size_t row, std::span<float> out)>;

/// Threads: asking is safe.
class ProductQuantizer {
 public:
  /// Learns the points from up to 65,536 of the rows. REQUIRES: columns and settings.piece not 0.
  ProductQuantizer(std::size_t rows, std::size_t columns, const RowSource& source,
                   const QuantizeSettings& settings);

  /// What learning takes at most. REQUIRES: settings.threads and settings.piece not 0.
  static std::uint64_t MemoryBytes(std::size_t rows, std::size_t columns,
                                   const QuantizeSettings& settings);

  std::size_t pieces() const { return nearest_.size(); }
  /// As QuantizedMatrix has them.
  const std::vector<float>& centroids() const { return centroids_; }
  /// One code a piece.
  void Encode(std::span<const float> row, std::span<std::uint8_t> codes) const;

 private:
  std::size_t piece_;
  std::vector<float> centroids_;
  std::vector<numeric::NearestCenter> nearest_;  ///< of each piece
};

}  // namespace firth::word_vectors
