/// What training takes, said before it is taken.
#pragma once

#include <atomic>
#include <cstdint>

#include "firth/train.h"
#include "train/ingest/ingest.h"
#include "train/memory_estimate.h"

namespace firth::train {

/// Gives up the ids when they are what does not fit (the corpus is then read in each epoch).
/// Throws Error(kMemory), which says what is needed, what is allowed and to what settings must be
/// lowered (FittingFlags), when it does not fit even so; `rereadable` says whether giving them up
/// is possible.
MemoryEstimate FitMemory(Ingested& ingested, const TrainSettings& settings, bool rereadable,
                         const MemoryBesides& besides = {});

/// What the tables of words may take while words are counted. Threads: safe.
class WordBudget {
 public:
  explicit WordBudget(const TrainSettings& settings) : limit_(settings.MemoryLimit()) {}

  /// Throws Error(kMemory), with what to do, when all that was taken is more than the limit.
  void Take(std::uint64_t bytes);

 private:
  std::uint64_t limit_;
  std::atomic<std::uint64_t> taken_ = 0;
};

}  // namespace firth::train
