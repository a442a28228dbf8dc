/// How fast threads train, as seen from outside them.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "firth/train.h"

namespace firth::train {

/// What was trained so far. Written by one thread at a time, read by others at any time.
struct alignas(64) TrainerReport {
  std::atomic<std::uint64_t> tokens = 0;
  std::atomic<std::uint64_t> examples = 0;  ///< what losses were added up over
  std::atomic<double> loss = 0;

  void Add(std::uint64_t more_tokens, std::uint64_t more_examples, double more_loss) {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    tokens.store(tokens.load(kRelaxed) + more_tokens, kRelaxed);
    examples.store(examples.load(kRelaxed) + more_examples, kRelaxed);
    loss.store(loss.load(kRelaxed) + more_loss, kRelaxed);
  }
};

/// Sums the threads' reports and compares them with the last time. Not thread-safe.
class Pace {
 public:
  struct Totals {
    std::uint64_t tokens = 0;
    std::uint64_t examples = 0;
    double loss = 0;
  };

  /// The reports must outlive it.
  explicit Pace(std::vector<const TrainerReport*> reports) : reports_(std::move(reports)) {}

  /// Sets words done, words a second, loss and the seconds left of `progress`, whose total is
  /// known. Speed and loss are those of the time since the last call; where nothing was reported
  /// since, they stay as they were. `tokens_before` were trained by earlier runs.
  Totals Measure(std::uint64_t tokens_before, Progress& progress);
  /// Since it was made.
  double seconds() const;

 private:
  Totals Sum() const;

  std::vector<const TrainerReport*> reports_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double last_seconds_ = 0;
  Totals last_;
};

}  // namespace firth::train
