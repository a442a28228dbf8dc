/// From a corpus to what the models that count pairs are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "cooccurrence/pair_tiles.h"
#include "firth/communicator.h"
#include "firth/cooccurrence.h"
#include "firth/corpus.h"
#include "firth/text.h"
#include "firth/train.h"
#include "firth/word_vectors.h"

namespace firth::cooccurrence {

struct CountedCorpus {
  Vocabulary vocabulary;
  std::uint64_t fingerprint = 0;  ///< Ingested::fingerprint
  PairTiles tiles;
  std::optional<PairTiles> held_out;  ///< of settings.valid, where there is one; the same ranges
  MemoryEstimate memory;
};

/// What a model asks of its counts.
struct CountRequest {
  /// Bytes that the model takes besides pairs, by the number of words.
  std::function<std::uint64_t(std::size_t words)> matrices;
  /// Of a word's row: tiles are cut so that the rows of a range fit the cache that the processors
  /// share.
  std::uint64_t row_bytes = 1;
  /// What each thread has in hand of every pair of a tile.
  std::uint64_t bytes_in_hand = sizeof(Pair);
  /// Vocabulary and fingerprint are all that is wanted: no pairs, no held-out text.
  bool words_alone = false;
  /// Null, or those that have a share of the corpus each: then all count together, and each has the
  /// pairs of its bands (BandShare). Rank 0 alone has the held-out text.
  Communicator* ranks = nullptr;
};

/// Counts the words of `corpus`, then its pairs as settings.model.window and .pairs say, within
/// settings.MemoryLimit() less what the model takes; what does not fit goes to temporary files.
/// Half of the limit is for ids. The same for any number of threads and any memory. Nothing when
/// a stop was requested. Throws Error: kSettings, kInput (no pairs), kMemory (with what to lower),
/// kIo, and whatever reading the corpus throws.
std::optional<CountedCorpus> CountCorpus(const Corpus& corpus, const TrainSettings& settings,
                                         const CountRequest& request,
                                         const TrainObserver& observer);

/// The same from counts that are there already. Only settings.valid is counted as the settings say.
/// Throws Error: kNotFound, kIo, kFormat with the place (ReadCooccurrences), kMemory, and what
/// reading settings.valid throws.
std::optional<CountedCorpus> TakeCounts(const CooccurrenceFiles& counts,
                                        const TrainSettings& settings, const CountRequest& request,
                                        const TrainObserver& observer);

/// Takes out of a model's settings what such counts do not tell.
void LeaveOutCounting(Metadata& settings);

}  // namespace firth::cooccurrence
