/// What a checkpoint says beside its matrices and words.
#pragma once

#include <string>

#include "firth/train.h"
#include "train/checkpoint/training_state.h"

namespace firth::train {

/// Training as it was saved.
struct Checkpoint {
  std::string path;
  TrainedModel model;  ///< both matrices read-only; its settings are all of the file's metadata
  TrainingState state;
};

/// What a model remembers of its settings: names as on the command line.
Metadata SettingsRecord(const TrainSettings& settings);

/// The same and what else a checkpoint holds: the state, the processor's instructions, and what
/// --compat sets beyond flags.
Metadata CheckpointRecord(const TrainSettings& settings, const TrainingState& state);

/// The state in such a record. Throws Error(kFormat) naming `path` when something is missing.
TrainingState StateOf(const Metadata& record, const std::string& path);

/// Makes `settings` those with which the checkpoint goes on: the same instructions, when this
/// machine has them (otherwise `observer` is warned). Throws Error(kSettings) naming each setting
/// that differs, but for those that may (threads, memory).
void MatchSettings(const Checkpoint& checkpoint, TrainSettings& settings,
                   const TrainObserver& observer);

}  // namespace firth::train
