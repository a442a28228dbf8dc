/// What rank 0 alone reads, brought to all ranks. All call each of these together.
#pragma once

#include "firth/communicator.h"
#include "firth/train.h"
#include "train/checkpoint/saved.h"

namespace firth::train {

/// Throws Error(kSettings) when these settings, or this corpus, are not for several ranks.
void RequireFitForRanks(const TrainSettings& settings, const Corpus& corpus);

/// Throws Error(kSettings), naming rank and setting, when a rank was started with settings, or by a
/// version, other than rank 0's.
void RequireSameSettings(Communicator& ranks, const TrainSettings& settings);

/// Rank 0's checkpoint, but for its matrices, becomes that of all.
void ShareSaved(Communicator& ranks, Saved& saved);

/// Rank 0's matrices become those of all. REQUIRES: models of one shape.
void ShareRows(Communicator& ranks, TrainedModel& model);

}  // namespace firth::train
