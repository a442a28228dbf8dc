/// How training goes, as seen from outside the threads.
#pragma once

#include <cstdint>
#include <vector>

#include "firth/train.h"
#include "train/ingest/ingest.h"
#include "train/pace.h"
#include "train/schedule.h"

namespace firth::train {

/// Sums the trainers' reports and compares them with the last time. Not thread-safe.
class ProgressMeter {
 public:
  /// Everything must outlive the meter. `tokens_before` were trained by earlier runs.
  ProgressMeter(std::vector<const TrainerReport*> reports, const Ingested& ingested,
                const TrainSettings& settings, const Schedule& schedule,
                std::uint64_t tokens_before);

  /// Where training is now. Rate and loss are those of the time since the last call; where nothing
  /// was reported since, they stay as they were.
  Progress Measure();

 private:
  Pace pace_;
  const Ingested& ingested_;
  const TrainSettings& settings_;
  const Schedule& schedule_;
  std::uint64_t tokens_before_;
  Progress progress_;
};

}  // namespace firth::train
