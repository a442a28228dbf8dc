/// When a run saves itself, and what becomes of failures.
#pragma once

#include <chrono>
#include <cstdint>

#include "firth/train.h"
#include "train/checkpoint/checkpoint_folder.h"
#include "train/checkpoint/training_state.h"

namespace firth::train {

/// Saves one model into one folder. Not thread-safe: no thread may train while Save works.
class Checkpointer {
 public:
  /// Everything must outlive it.
  Checkpointer(CheckpointFolder& folder, const TrainSettings& settings,
               const TrainObserver& observer, const TrainedModel& model);

  /// Is it time?
  bool IsDue() const;
  /// The block of this epoch before which workers must rest, when the next one is `next`.
  std::uint64_t RestAt(std::uint64_t next) const;

  /// A disk that is full, or the like, is a warning: training is worth more than its copy, and the
  /// one before is still there. Throws Error(kDiverged) when a number is not finite: then the last
  /// good state stays the last.
  void Save(const TrainingState& state);

 private:
  CheckpointFolder& folder_;
  const TrainSettings& settings_;
  const TrainObserver& observer_;
  const TrainedModel& model_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Throws Error(kDiverged) when a number of either matrix is not finite. The settings are for the
/// message.
void RequireFinite(const TrainedModel& model, const TrainSettings& settings);

}  // namespace firth::train
