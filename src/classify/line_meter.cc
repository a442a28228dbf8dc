#include "classify/line_meter.h"

#include <algorithm>
#include <utility>

namespace firth::classify {

LineMeter::LineMeter(const LineContext& context, std::vector<const train::TrainerReport*> reports)
    : context_(context), pace_(std::move(reports)) {
  std::uint64_t tokens = 0;
  for (const auto& line : context.text.lines) tokens += line.words + line.labels;
  progress_.epochs = context.settings.epochs;
  progress_.words_total = context.settings.epochs * tokens;
}

Progress LineMeter::Measure() {
  const std::uint64_t lines = pace_.Measure(0, progress_).examples;
  progress_.rate = context_.RateAt(lines);
  progress_.epoch = std::min(context_.settings.epochs, 1 + lines / context_.order.size());
  return progress_;
}

}  // namespace firth::classify
