/// From a corpus as ids to its pairs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>

#include "cooccurrence/pair_tiles.h"
#include "cooccurrence/tile_ranges.h"
#include "firth/communicator.h"
#include "firth/cooccurrence.h"
#include "train/ingest/ingest.h"

namespace firth::cooccurrence {

/// Bytes of memory, of the pairs alone: vocabulary and program come on top. What does not fit goes
/// to temporary files.
struct PairMemory {
  std::uint64_t counting = 0;  ///< while pairs are counted, in all
  std::uint64_t pairs = 0;     ///< for the pairs that are kept; at most `counting`
};

/// What the caller hears; all are called from the thread that called.
struct PairObserver {
  /// About four times a second: the share of the work that is done, 0 to 1.
  std::function<void(double done)> progress;
  std::function<void(std::string_view note)> note;  ///< the temporary file, before it is written
  std::stop_token stop;
};

/// Counts the pairs of `ingested`, whose ids are dropped once they are not needed; where there are
/// none the corpus is read again. With settings.threads threads (0: one a processor); the result is
/// the same for any number of them, and for any memory: counts are exact whole multiples of one
/// unit until they are rounded to float at the end (PairUnit). Nothing when a stop was requested.
/// `ranks`: null, or those that count a part of the corpus each, under one vocabulary; all call it
/// together. Then each has the pairs of its bands (BandShare), and knows how many others have.
/// Throws Error: kIo (the disk with the temporary files is full), kMemory (`memory` has no room for
/// the rows that are counted at a time), and what reading the corpus throws.
std::optional<PairTiles> CountPairs(const Corpus& corpus, train::Ingested& ingested,
                                    const TrainSettings& text, const CooccurrenceSettings& settings,
                                    const TileShape& shape, const PairMemory& memory,
                                    const PairObserver& observer = {},
                                    Communicator* ranks = nullptr);

}  // namespace firth::cooccurrence
