#include "classify/line_trainer.h"

#include <fmt/format.h>

#include <cmath>

#include "firth/error.h"

namespace firth::classify {

std::size_t LineTrainer::AppendRows(std::uint64_t place) {
  const std::size_t before = rows_.size();
  context_.features.ForEach(context_.text.WordsOf(LineAt(place)),
                            [&](RowId row) { rows_.push_back(context_.input.Row(row)); });
  return rows_.size() - before;
}

void LineTrainer::Train(std::uint64_t begin, std::uint64_t end) {
  base::SplitMix64 random = base::StreamFor(context_.settings.seed, begin);
  double loss = 0;
  std::uint64_t tokens = 0;
  rows_.clear();
  std::size_t count = AppendRows(begin);
  for (std::uint64_t place = begin; place < end; ++place) {
    // The rows of the next line are on their way while this one is computed.
    const std::size_t next = place + 1 < end ? AppendRows(place + 1) : 0;
    const auto& line = LineAt(place);
    if (count > 0) {
      kernels::BagPlan<float> bag{rows_.data(), count, context_.input.stride(), 1};
      bag.ahead = next;
      loss += model_->Train(bag, context_.text.LabelsOf(line), context_.RateAt(place), random);
    }
    tokens += line.words + line.labels;
    rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(count));
    count = next;
  }
  if (!std::isfinite(loss)) {
    throw Error(ErrorKind::kDiverged,
                fmt::format("the loss is no longer a finite number in epoch {} of {}, at learning "
                            "rate {:.3g}; train again with a lower --lr",
                            begin / context_.order.size() + 1, context_.settings.epochs,
                            context_.RateAt(begin)));
  }
  report_.Add(tokens, end - begin, loss);
}

}  // namespace firth::classify
