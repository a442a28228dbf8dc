#include "cooccurrence/pair_memory.h"

#include <algorithm>

#include "firth/error.h"
#include "train/memory.h"

namespace firth::cooccurrence {

train::Ingested IngestForPairs(const Corpus& corpus, const TrainSettings& text,
                               const TrainObserver& observer) {
  // Counting takes several times as much a token as an id does.
  train::Ingested ingested = train::Ingest(corpus, text, text.MemoryLimit() / 2, observer);
  if (!ingested.ids && !observer.stop.stop_requested() && !corpus.rereadable()) {
    throw Error(ErrorKind::kMemory,
                "standard input does not fit the memory limit; save it to a file, or raise "
                "--memory-limit");
  }
  return ingested;
}

std::uint64_t MemoryForPairs(const train::Ingested& ingested, const TrainSettings& text) {
  const MemoryEstimate estimate = train::EstimateMemory(ingested, text);
  const std::uint64_t besides = estimate.vocabulary + estimate.program;
  return text.MemoryLimit() - std::min(text.MemoryLimit(), besides);
}

}  // namespace firth::cooccurrence
