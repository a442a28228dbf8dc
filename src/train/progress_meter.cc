#include "train/progress_meter.h"

#include <algorithm>
#include <utility>

namespace firth::train {

ProgressMeter::ProgressMeter(std::vector<const TrainerReport*> reports, const Ingested& ingested,
                             const TrainSettings& settings, const Schedule& schedule,
                             std::uint64_t tokens_before)
    : pace_(std::move(reports)),
      ingested_(ingested),
      settings_(settings),
      schedule_(schedule),
      tokens_before_(tokens_before) {
  progress_.epochs = settings.epochs;
  progress_.words_total = settings.epochs * ingested.tokens();
}

Progress ProgressMeter::Measure() {
  pace_.Measure(tokens_before_, progress_);
  progress_.rate = schedule_.RateAt(static_cast<double>(progress_.words_done));
  progress_.epoch = std::min(
      settings_.epochs, 1 + progress_.words_done / std::max<std::uint64_t>(1, ingested_.tokens()));
  return progress_;
}

}  // namespace firth::train
