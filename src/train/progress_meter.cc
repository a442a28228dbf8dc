#include "train/progress_meter.h"

#include <algorithm>

namespace firth::train {

ProgressMeter::ProgressMeter(const std::vector<std::unique_ptr<Worker>>& workers,
                             const Ingested& ingested, const TrainSettings& settings,
                             const Schedule& schedule)
    : workers_(workers), ingested_(ingested), settings_(settings), schedule_(schedule) {
  progress_.epochs = settings.epochs;
  progress_.words_total = settings.epochs * ingested.tokens();
}

ProgressMeter::Totals ProgressMeter::Sum() const {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  Totals totals;
  for (const auto& worker : workers_) {
    totals.tokens += worker->report().tokens.load(kRelaxed);
    totals.examples += worker->report().examples.load(kRelaxed);
    totals.loss += worker->report().loss.load(kRelaxed);
  }
  return totals;
}

Progress ProgressMeter::Measure() {
  const auto now = std::chrono::steady_clock::now();
  const Totals totals = Sum();
  const auto done = static_cast<double>(totals.tokens);
  if (totals.examples > last_.examples) {
    const std::chrono::duration<double> span = now - last_time_;
    progress_.words_per_second = static_cast<double>(totals.tokens - last_.tokens) / span.count();
    progress_.loss =
        (totals.loss - last_.loss) / static_cast<double>(totals.examples - last_.examples);
    last_ = totals;
    last_time_ = now;
  }
  const std::chrono::duration<double> elapsed = now - start_;
  const auto left = static_cast<double>(progress_.words_total - totals.tokens);
  progress_.seconds_left = done > 0 ? elapsed.count() * left / done : 0;
  progress_.words_done = totals.tokens;
  progress_.rate = schedule_.RateAt(done);
  progress_.epoch = std::min(settings_.epochs, 1 + totals.tokens / ingested_.tokens());
  return progress_;
}

}  // namespace firth::train
