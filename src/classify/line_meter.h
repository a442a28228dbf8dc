/// How training goes, as seen from outside the threads.
#pragma once

#include <cstdint>
#include <vector>

#include "classify/line_trainer.h"
#include "firth/train.h"

namespace firth::classify {

/// Sums the threads' reports and compares them with the last time. Not thread-safe.
class LineMeter {
 public:
  /// Everything must outlive it.
  LineMeter(const LineContext& context, std::vector<const train::TrainerReport*> reports);

  /// Where training is now; loss and speed are those since the last call that found news.
  Progress Measure();
  double seconds() const { return pace_.seconds(); }

 private:
  const LineContext& context_;
  train::Pace pace_;
  Progress progress_;
};

}  // namespace firth::classify
