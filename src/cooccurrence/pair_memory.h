/// What counting pairs may take of the memory that a user allows.
#pragma once

#include <cstdint>

#include "firth/train.h"
#include "train/ingest/ingest.h"

namespace firth::cooccurrence {

/// The pass over the corpus before pairs are counted; its ids are kept as far as they leave room
/// for that. Empty when a stop was requested. Throws as train::Ingest does, and Error(kMemory) when
/// standard input does not fit.
train::Ingested IngestForPairs(const Corpus& corpus, const TrainSettings& text,
                               const TrainObserver& observer);

/// Bytes that are left of text.MemoryLimit() beside the vocabulary and the program.
std::uint64_t MemoryForPairs(const train::Ingested& ingested, const TrainSettings& text);

}  // namespace firth::cooccurrence
