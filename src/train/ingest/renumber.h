/// From the numbers that threads gave to words to the ids of a vocabulary.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "text/merged_words.h"
#include "train/ingest/id_code.h"
#include "train/ingest/id_stream.h"
#include "train/ingest/unit_store.h"

namespace firth::train {

/// The blocks that one thread encoded with BlockCounter::kProvisional.
struct ThreadIds {
  std::vector<UnitStore::Chunk> chunks;
  /// The id that each of the thread's numbers is, or MergedWords::kLeftOut.
  std::vector<std::uint32_t> id_of;
};

/// Exchanges all numbers for ids; words that have none go, and so do sentences that are empty
/// then. A chunk's memory is given back once it is done. `blocks`: how many there are. One of the
/// threads does `meanwhile` first.
IdStream Renumber(std::vector<ThreadIds> threads_ids, const IdCode& code, std::uint64_t blocks,
                  unsigned threads, const std::function<void()>& meanwhile);

/// The id of each number: entry_of by way of id_of, in place.
void ComposeIds(text::MergedWords& merged, std::span<const std::uint32_t> id_of, unsigned threads);

}  // namespace firth::train
