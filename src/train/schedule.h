/// The learning rate over a training run.
#pragma once

#include <cstdint>

namespace firth::train {

/// A straight line from the first rate to the last. The rate depends on how much of the corpus lies
/// before a place, never on which thread came there or when.
class LinearSchedule {
 public:
  /// `total` > 0: the tokens of all epochs.
  LinearSchedule(double start, double end, std::uint64_t total)
      : start_(start), slope_((end - start) / static_cast<double>(total)) {}

  double RateAt(double tokens_before) const { return start_ + slope_ * tokens_before; }

 private:
  double start_;
  double slope_;
};

}  // namespace firth::train
