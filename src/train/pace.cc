#include "train/pace.h"

#include <algorithm>

namespace firth::train {

Pace::Totals Pace::Sum() const {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  Totals totals;
  for (const TrainerReport* report : reports_) {
    totals.tokens += report->tokens.load(kRelaxed);
    totals.examples += report->examples.load(kRelaxed);
    totals.loss += report->loss.load(kRelaxed);
  }
  return totals;
}

double Pace::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

Pace::Totals Pace::Measure(std::uint64_t tokens_before, Progress& progress) {
  const double now = seconds();
  const Totals totals = Sum();
  if (totals.examples > last_.examples) {
    progress.words_per_second =
        static_cast<double>(totals.tokens - last_.tokens) / std::max(1e-9, now - last_seconds_);
    progress.loss =
        (totals.loss - last_.loss) / static_cast<double>(totals.examples - last_.examples);
    last_ = totals;
    last_seconds_ = now;
  }
  progress.words_done = tokens_before + totals.tokens;
  const auto left = static_cast<double>(progress.words_total - progress.words_done);
  progress.seconds_left = totals.tokens > 0 ? now * left / static_cast<double>(totals.tokens) : 0;
  return totals;
}

}  // namespace firth::train
