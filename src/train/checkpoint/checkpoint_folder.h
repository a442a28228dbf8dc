/// The folder in which a run saves itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "firth/train.h"
#include "train/checkpoint/checkpoint.h"

namespace firth::train {

/// Holds the last two checkpoints, "checkpoint-EPOCH-BLOCK.safetensors", of one run at a time. What
/// a killed run left half-written is removed. Not thread-safe.
class CheckpointFolder {
 public:
  /// Makes the folder when it is missing. Throws Error: kIo, or kSettings when another run, in this
  /// process or another, is at work in it.
  explicit CheckpointFolder(const std::string& path);
  ~CheckpointFolder();
  CheckpointFolder(const CheckpointFolder&) = delete;
  CheckpointFolder& operator=(const CheckpointFolder&) = delete;

  const std::string& path() const { return path_; }
  bool empty() const { return Files(path_).empty(); }

  /// The newest one that is whole; `observer` is warned of damaged ones. Nothing when there is
  /// none at all. Throws Error(kFormat) when there are some and all are damaged.
  std::optional<Checkpoint> Newest(const TrainObserver& observer);

  /// Writes one more and, when it is safely there, removes all but the good one before it. Returns
  /// its path. Throws Error(kIo); what was there then still is.
  std::string Save(const TrainedModel& model, const TrainSettings& settings,
                   const TrainingState& state);

  /// The checkpoint written or read last; empty when there is none.
  const std::string& last_good() const { return last_good_; }

  /// Paths of the checkpoints in a folder, the newest first.
  static std::vector<std::string> Files(const std::string& folder);

 private:
  std::string path_;
  int lock_ = -1;
  std::string last_good_;
};

/// Reads a file that Save wrote. Throws Error: kNotFound, kIo, kFormat.
Checkpoint ReadCheckpoint(const std::string& path);

}  // namespace firth::train
