#include "classify/line_meter.h"

#include <algorithm>
#include <utility>

namespace firth::classify {

LineMeter::LineMeter(const LineContext& context, std::vector<const LineReport*> reports)
    : context_(context), reports_(std::move(reports)) {
  std::uint64_t tokens = 0;
  for (const auto& line : context.text.lines) tokens += line.words + line.labels;
  progress_.epochs = context.settings.epochs;
  progress_.words_total = context.settings.epochs * tokens;
}

LineMeter::Totals LineMeter::Sum() const {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  Totals totals;
  for (const LineReport* report : reports_) {
    totals.tokens += report->tokens.load(kRelaxed);
    totals.lines += report->lines.load(kRelaxed);
    totals.loss += report->loss.load(kRelaxed);
  }
  return totals;
}

double LineMeter::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

Progress LineMeter::Measure() {
  const double now = seconds();
  const Totals totals = Sum();
  if (totals.lines > last_.lines) {
    progress_.words_per_second =
        static_cast<double>(totals.tokens - last_.tokens) / (now - last_seconds_);
    progress_.loss = (totals.loss - last_.loss) / static_cast<double>(totals.lines - last_.lines);
    last_ = totals;
    last_seconds_ = now;
  }
  const auto left = static_cast<double>(progress_.words_total - totals.tokens);
  progress_.seconds_left = totals.tokens > 0 ? now * left / static_cast<double>(totals.tokens) : 0;
  progress_.words_done = totals.tokens;
  progress_.rate = context_.RateAt(totals.lines);
  progress_.epoch = std::min(context_.settings.epochs, 1 + totals.lines / context_.order.size());
  return progress_;
}

}  // namespace firth::classify
