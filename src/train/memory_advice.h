/// What would make training fit its memory.
#pragma once

#include <cstdint>
#include <string>

#include "firth/train.h"
#include "train/ingest/ingest.h"

namespace firth::train {

/// Each with the largest value (to two digits) by which alone training would take no more than
/// `limit` bytes: "--dim 60, --bucket 120000 or --max-vocab 40000 would fit"; empty when none can.
/// `held_out`: bytes of the held-out text.
std::string FittingFlags(const Ingested& ingested, const TrainSettings& settings,
                         std::uint64_t limit, std::uint64_t held_out);

}  // namespace firth::train
