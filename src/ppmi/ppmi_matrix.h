/// The matrix of positive pointwise mutual information, never written down: tiles of counts, and
/// what turns a count into an entry.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "cooccurrence/pair_tiles.h"
#include "firth/models.h"
#include "kernels/kernels.h"
#include "numeric/truncated_svd.h"

namespace firth::ppmi {

/// Who multiplies.
struct Crew {
  const kernels::Kernels<float>& kernels;
  unsigned threads = 1;
  std::stop_token stop{};        ///< what a product holds once it was requested means nothing
  std::function<void()> tick{};  ///< called now and then from the thread that multiplies
};

/// M of firth/ppmi.h. Products are the same bytes for any number of threads: one thread adds up a
/// row of the result, in the order of the tiles. Products throw Error(kIo) when tiles cannot be
/// read. One product at a time.
class PpmiMatrix : public numeric::Multiplier {
 public:
  /// Reads all tiles once for the sums. All that it is given must outlive it.
  PpmiMatrix(const cooccurrence::PairTiles& tiles, const PpmiSettings& settings, const Crew& crew);

  std::size_t rows() const override { return tiles_.words(); }
  std::size_t columns() const override { return tiles_.words(); }
  void Multiply(const numeric::Block& x, numeric::Block& y) const override;
  void MultiplyTransposed(const numeric::Block& x, numeric::Block& y) const override;

  /// Pairs that products have visited so far. Threads: safe.
  std::uint64_t visited() const { return visited_; }
  /// Whether any entry is above 0.
  bool HasEntries() const;

 private:
  struct Scratch;

  float Entry(std::uint32_t row, std::uint32_t column, float count) const;
  /// The entries of row `row` of a tile that are above 0, and their columns' rows in `block`.
  void Collect(std::uint32_t row, std::uint32_t first_column,
               std::span<const cooccurrence::Pair> pairs, const numeric::Block& block,
               Scratch& scratch) const;
  void AddRows(std::size_t i, std::size_t j, const numeric::Block& x, numeric::Block& y,
               Scratch& scratch) const;
  void AddColumns(std::size_t i, std::size_t j, const numeric::Block& x, numeric::Block& y,
                  Scratch& scratch) const;
  /// For each band of y's rows, all its tiles in turn; `by_rows`: bands are rows of tiles.
  void Product(const numeric::Block& x, numeric::Block& y, bool by_rows) const;

  const cooccurrence::PairTiles& tiles_;
  const Crew& crew_;
  std::vector<float> row_terms_;     ///< log n(w)
  std::vector<float> column_terms_;  ///< log p(c) + log k
  mutable std::atomic<std::uint64_t> visited_ = 0;
};

}  // namespace firth::ppmi
