#include "train/progress_meter.h"

#include <algorithm>
#include <utility>

namespace firth::train {

ProgressMeter::ProgressMeter(std::vector<const TrainerReport*> reports, const Ingested& ingested,
                             const TrainSettings& settings, const Schedule& schedule,
                             std::uint64_t tokens_before)
    : reports_(std::move(reports)),
      ingested_(ingested),
      settings_(settings),
      schedule_(schedule),
      tokens_before_(tokens_before) {
  progress_.epochs = settings.epochs;
  progress_.words_total = settings.epochs * ingested.tokens();
}

ProgressMeter::Totals ProgressMeter::Sum() const {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  Totals totals;
  for (const TrainerReport* report : reports_) {
    totals.tokens += report->tokens.load(kRelaxed);
    totals.examples += report->examples.load(kRelaxed);
    totals.loss += report->loss.load(kRelaxed);
  }
  return totals;
}

Progress ProgressMeter::Measure() {
  const auto now = std::chrono::steady_clock::now();
  const Totals totals = Sum();
  const std::uint64_t done = tokens_before_ + totals.tokens;
  if (totals.examples > last_.examples) {
    const std::chrono::duration<double> span = now - last_time_;
    progress_.words_per_second = static_cast<double>(totals.tokens - last_.tokens) / span.count();
    progress_.loss =
        (totals.loss - last_.loss) / static_cast<double>(totals.examples - last_.examples);
    last_ = totals;
    last_time_ = now;
  }
  const std::chrono::duration<double> elapsed = now - start_;
  const auto here = static_cast<double>(totals.tokens);
  const auto left = static_cast<double>(progress_.words_total - done);
  progress_.seconds_left = here > 0 ? elapsed.count() * left / here : 0;
  progress_.words_done = done;
  progress_.rate = schedule_.RateAt(static_cast<double>(done));
  progress_.epoch = std::min(settings_.epochs, 1 + done / ingested_.tokens());
  return progress_;
}

}  // namespace firth::train
