/// The learning rate over a training run.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "firth/train.h"

namespace firth::train {

/// From the first rate to the last, linearly or by the square root of what is left. The rate
/// depends on how much of the corpus lies before a place, never on which thread came there or when.
class Schedule {
 public:
  /// `total` > 0: the tokens of all epochs.
  Schedule(double start, double end, LrDecay decay, std::uint64_t total)
      : start_(start), end_(end), decay_(decay), total_(static_cast<double>(total)) {}

  double RateAt(double tokens_before) const {
    const double left = std::max(0.0, 1 - tokens_before / total_);
    return end_ + (start_ - end_) * (decay_ == LrDecay::kLinear ? left : std::sqrt(left));
  }

 private:
  double start_;
  double end_;
  LrDecay decay_;
  double total_;
};

}  // namespace firth::train
