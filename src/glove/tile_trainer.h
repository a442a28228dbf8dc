/// Visits the pairs of a tile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "cooccurrence/pair_tiles.h"
#include "glove/records.h"
#include "kernels/kernels.h"

namespace firth::glove {

/// How large steps are, and what draws their order.
struct StepSettings {
  float eta = 0;
  float log_x_max = 0;
  float alpha = 0;
  std::uint64_t seed = 0;
};

/// The rate of biases: GloVe's own program does not multiply their steps by eta.
inline constexpr float kBiasEta = 1;

/// One thread's. All that it is given must outlive it.
class TileTrainer {
 public:
  TileTrainer(const cooccurrence::PairTiles& tiles, Records& records, const StepSettings& settings,
              const kernels::Kernels<float>& kernels);

  /// Visits each pair of tile (i, j) once and gives the sum of the losses. The order is drawn from
  /// StreamFor(seed, epoch, i, j): first that of the tile's stripes (StripeRows; rows 0 to
  /// StripeRows - 1 of the tile are the first, those without pairs count too), then, as each comes,
  /// that of its pairs. Throws Error(kIo) when they cannot be read.
  double Train(std::size_t i, std::size_t j, std::uint64_t epoch);

  /// The sum of the losses of tile (i, j), and no step. Throws as Train does.
  double Loss(std::size_t i, std::size_t j);

 private:
  using Pairs = std::span<const cooccurrence::Pair>;

  void CutStripes(Pairs pairs, std::size_t rows);
  /// Sets the plan's rows and columns to those of a tile.
  void GoTo(std::size_t i, std::size_t j);
  /// Sets the plan's pairs, in their order.
  void Prepare(Pairs pairs);

  const cooccurrence::PairTiles& tiles_;
  Records& records_;
  const StepSettings& settings_;
  const kernels::Kernels<float>& kernels_;
  std::vector<cooccurrence::Pair> read_;
  std::vector<cooccurrence::Pair> shuffled_;
  std::vector<Pairs> stripes_;
  std::vector<kernels::GlovePlace> places_;
  std::vector<float> counts_;
  std::vector<float> logs_;
  std::vector<float> weights_;
  kernels::GlovePlan<float> plan_{};
};

}  // namespace firth::glove
