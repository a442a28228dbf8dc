/// What a run begins with: the folder that it saves itself in, and what was saved there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "firth/error.h"
#include "firth/train.h"
#include "train/checkpoint/checkpoint.h"
#include "train/checkpoint/checkpoint_folder.h"

namespace firth::train {

struct Saved {
  std::unique_ptr<CheckpointFolder> folder;  ///< null: nothing is saved
  std::optional<Checkpoint> checkpoint;      ///< what is resumed

  /// Throws `error`, the one that is being handled, anew; to what a run that diverged says, it adds
  /// where the last good state is.
  [[noreturn]] void Rethrow(const Error& error) const;
};

/// Opens settings.checkpoint, before long work. Settings become those of a checkpoint that is
/// resumed. Throws Error: kSettings (the folder holds checkpoints that nobody asked for, or of
/// other settings), kIo, kFormat.
Saved OpenSaved(TrainSettings& settings, const TrainObserver& observer);

/// Throws Error(kInput) unless the checkpoint is of this corpus (Ingested::fingerprint), whose
/// epochs have so many blocks.
void RequireSameCorpus(const Checkpoint& checkpoint, std::uint64_t fingerprint,
                       std::uint64_t blocks);

}  // namespace firth::train
