/// Threads that train the tiles of a stratum at once.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "base/watched_crew.h"
#include "cooccurrence/band_share.h"
#include "glove/tile_order.h"
#include "glove/tile_trainer.h"
#include "train/pace.h"

namespace firth::glove {

/// Trains strata one after the other. The result is the same for any number of threads: tiles of a
/// stratum share no row and no column, and losses are added up in the order of the tiles. Not
/// thread-safe.
class Strata {
 public:
  /// All must outlive it. Of a stratum, the tiles in the rows of `share` are trained.
  Strata(const cooccurrence::PairTiles& tiles, Records& records, const StepSettings& settings,
         const kernels::Kernels<float>& kernels, unsigned threads,
         const cooccurrence::BandShare& share);

  std::size_t side() const { return tiles_.side(); }
  /// What each thread has done.
  std::vector<const train::TrainerReport*> Reports() const;

  /// Trains one stratum of one iteration and gives the sum of its losses. Meanwhile `tick` is
  /// called now and then. When `stop` is requested some of its tiles are left out. Throws what
  /// reading tiles and `tick` throw.
  double Train(const TileOrder& order, std::size_t stratum, std::uint64_t epoch,
               const std::stop_token& stop, const std::function<void()>& tick);

 private:
  void Work(TileTrainer& trainer, train::TrainerReport& report, const TileOrder& order,
            std::size_t stratum, std::uint64_t epoch, const std::stop_token& stop);

  const cooccurrence::PairTiles& tiles_;
  std::vector<std::unique_ptr<TileTrainer>> trainers_;
  std::vector<std::unique_ptr<train::TrainerReport>> reports_;
  std::vector<std::size_t> rows_;  ///< of tiles, those with the largest tile of the stratum first
  std::vector<double> losses_;     ///< by rows of tiles
  std::atomic<std::size_t> next_ = 0;
  base::WatchedCrew crew_;
};

}  // namespace firth::glove
