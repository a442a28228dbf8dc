/// Which n-grams have a row of their own.
#pragma once

#include <memory>

#include "firth/train.h"

namespace firth::train {

/// With --ngrams exact: those of `before` (null: no such model, or it has none) in their order, so
/// that their rows keep their places; behind them, when there are none of these or it `grows`,
/// those that CountNgrams finds in `words`. Otherwise null. Throws Error: kInput when there are
/// none, kMemory when counting them takes more than the limit.
std::shared_ptr<const Vocabulary> ChooseNgrams(const Vocabulary& words,
                                               const TrainSettings& settings,
                                               const TrainedModel* before, bool grows);

}  // namespace firth::train
