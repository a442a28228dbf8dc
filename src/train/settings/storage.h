/// Which models can be stored as bfloat16 rows.
#pragma once

#include "firth/train.h"

namespace firth::train {

/// Why a process alone has no way to train these with RowStorage::kBf16, behind "--storage bf16",
/// and what to give instead; null where it has.
const char* WhyNotBf16(const TrainSettings& settings);

}  // namespace firth::train
