/// How training goes, as seen from outside the threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "classify/line_trainer.h"
#include "firth/train.h"

namespace firth::classify {

/// Sums the threads' reports and compares them with the last time. Not thread-safe.
class LineMeter {
 public:
  /// Everything must outlive it.
  LineMeter(const LineContext& context, std::vector<const LineReport*> reports);

  /// Where training is now; loss and speed are those since the last call that found news.
  Progress Measure();
  double seconds() const;

 private:
  struct Totals {
    std::uint64_t tokens = 0;
    std::uint64_t lines = 0;
    double loss = 0;
  };
  Totals Sum() const;

  const LineContext& context_;
  std::vector<const LineReport*> reports_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double last_seconds_ = 0;
  Totals last_;
  Progress progress_;
};

}  // namespace firth::classify
