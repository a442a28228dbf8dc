/// What training takes, said before it is taken.
#pragma once

#include <cstdint>

#include "firth/train.h"
#include "train/ingest.h"

namespace firth::train {

MemoryEstimate EstimateMemory(const Ingested& ingested, const TrainSettings& settings);

/// Gives up the ids when they are what does not fit (the corpus is then read in each epoch).
/// Throws Error(kMemory), which says what is needed, what is allowed and which settings to lower,
/// when it does not fit even so; `rereadable` says whether giving them up is possible.
MemoryEstimate FitMemory(Ingested& ingested, const TrainSettings& settings, bool rereadable);

/// While words are counted: throws Error(kMemory), with what to do, when the table of all words so
/// far takes more than the limit.
void RequireRoomForWords(const Vocabulary& counted, const TrainSettings& settings);

}  // namespace firth::train
