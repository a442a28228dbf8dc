/// What the tokenizer met, told to whoever listens.
#pragma once

#include "firth/train.h"

namespace firth::train {

/// One warning for each kind that there was.
void ReportWarnings(const TextWarnings& warnings, const TrainObserver& observer);

}  // namespace firth::train
