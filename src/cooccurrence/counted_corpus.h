/// From a corpus to what the models that count pairs are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "cooccurrence/pair_tiles.h"
#include "firth/corpus.h"
#include "firth/text.h"
#include "firth/train.h"

namespace firth::cooccurrence {

struct CountedCorpus {
  Vocabulary vocabulary;
  std::uint64_t fingerprint = 0;  ///< Ingested::fingerprint
  PairTiles tiles;
  std::optional<PairTiles> held_out;  ///< of settings.valid, where there is one; the same ranges
  MemoryEstimate memory;
};

/// Bytes that a model takes besides pairs, by the number of words.
using MatrixBytes = std::function<std::uint64_t(std::size_t words)>;

/// Counts the words of `corpus`, then its pairs as settings.model.window and .pairs say, within
/// settings.MemoryLimit() less `matrices`; what does not fit goes to temporary files. Half of the
/// limit is for ids. Tiles are cut so that the rows of a range, of `row_bytes` bytes each, fit the
/// cache that the processors share. The same for any number of threads and any memory. Nothing when
/// a stop was requested. Throws Error: kSettings, kInput (no pairs), kMemory (with what to lower),
/// kIo, and whatever reading the corpus throws.
std::optional<CountedCorpus> CountCorpus(const Corpus& corpus, const TrainSettings& settings,
                                         const MatrixBytes& matrices, std::uint64_t row_bytes,
                                         const TrainObserver& observer);

}  // namespace firth::cooccurrence
