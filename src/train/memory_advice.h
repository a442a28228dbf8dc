/// What would make training fit its memory.
#pragma once

#include <string>

#include "firth/train.h"
#include "train/ingest/ingest.h"
#include "train/memory_estimate.h"

namespace firth::train {

/// Each of which alone would make training take no more than the limit, with the largest value (to
/// two digits) that does: "--storage bf16, --dim 60, --bucket 120000 or --max-vocab 40000 would
/// fit"; empty when none can. REQUIRES: it takes more.
std::string FittingFlags(const Ingested& ingested, const TrainSettings& settings,
                         const MemoryBesides& besides);

}  // namespace firth::train
