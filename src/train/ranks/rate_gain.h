/// The learning rate of a rank beside that of one process.
#pragma once

#include <algorithm>
#include <cstddef>

#include "firth/train.h"

namespace firth::train {

/// How many times the rate of one process a rank trains at. Of the moves that `ranks` ranks make
/// from one base one part in `ranks` is made at least, or two parts where the rate is at its
/// bound and below that many times (RowExchange): where they agree, in the directions in
/// which a row still has far to go, the rows then come as far as in one process; where each has
/// come to the balance, the mean is there too, which a sum of moves would pass. The rate at which a
/// step is stable bounds it. Measured for skip-gram with negative sampling (docs/scale-out.md);
/// others train at their own rate.
inline double RateGain(const TrainSettings& settings, std::size_t ranks) {
  constexpr double kMostRate = 0.1;
  const ModelSettings& model = settings.model;
  const bool measured = model.context == ContextKind::kSkipgram &&
                        model.objective == Objective::kNegativeSampling &&
                        !model.subwords.enabled();
  if (!measured) return 1;
  const double most = kMostRate / std::max(1e-9, settings.StartRate());
  return std::clamp(most, 1.0, static_cast<double>(ranks));
}

}  // namespace firth::train
