/// One training run over pairs that are counted.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "cooccurrence/pair_tiles.h"
#include "firth/communicator.h"
#include "firth/train.h"
#include "glove/rank_records.h"
#include "glove/records.h"
#include "glove/strata.h"
#include "train/checkpoint/checkpoint_folder.h"
#include "train/checkpoint/checkpointer.h"
#include "train/checkpoint/training_state.h"
#include "train/held_out.h"
#include "train/pace.h"

namespace firth::glove {

/// What a run is about. All of it must outlive the run.
struct Task {
  const cooccurrence::PairTiles& tiles;
  const cooccurrence::PairTiles* held_out;  ///< null: none here; the same ranges as `tiles`
  const TrainSettings& settings;
  const TrainObserver& observer;
  Communicator* ranks;  ///< null: none; else all make their runs together, with the same records
};

/// Iteration after iteration, stratum after stratum: a "block" of the state is a stratum. Where
/// there are several ranks, rank 0 alone has the whole model in the end. Not thread-safe;
/// TrainAllEpochs starts and joins the threads.
class Run {
 public:
  /// `model` is that of `records` (its vectors and the rest), which a checkpoint is written of.
  /// Training begins at `start` and saves itself to `folder` (null: nowhere).
  Run(const Task& task, Records& records, const TrainedModel& model,
      const train::TrainingState& start, train::CheckpointFolder* folder);

  /// Until the last epoch, a stop or the end of patience: true for the latter.
  bool TrainAllEpochs();
  /// Where training is now; the observer hears it too.
  Progress Report();
  /// Pairs that were trained before this run.
  std::uint64_t pairs_before() const { return pairs_before_; }

 private:
  std::uint64_t PairsBefore() const;
  /// The pairs of a stratum.
  std::uint64_t PairsOf(const TileOrder& order, std::size_t stratum) const;
  /// What all ranks say at the end of the state's stratum, whose own loss is this.
  StratumNote MeetOthers(const TileOrder& order, double loss);
  /// From the state's stratum to the epoch's end or a stop. The mean loss of a pair, if all strata
  /// were trained here.
  std::optional<double> TrainEpoch();
  EpochReport EndEpoch(std::optional<double> loss);
  double HeldOutLoss();
  double OwnHeldOutLoss();
  void AddOthers();
  bool IsSaveDue(std::uint64_t stratum) const;
  void Save();
  Task task_;
  StepSettings steps_;
  const kernels::Kernels<float>& kernels_;
  Records& records_;
  std::optional<RankRecords> ranks_;
  Strata strata_;
  train::TrainingState state_;
  train::Patience patience_;
  std::optional<train::Checkpointer> checkpointer_;
  std::uint64_t last_saved_ = 0;  ///< stratum
  bool stopped_ = false;
  std::uint64_t pairs_before_;
  std::uint64_t pairs_of_others_ = 0;  ///< that other ranks have trained in this run
  Progress progress_;
  train::Pace pace_;
  std::chrono::steady_clock::time_point last_report_ = std::chrono::steady_clock::now();
};

}  // namespace firth::glove
