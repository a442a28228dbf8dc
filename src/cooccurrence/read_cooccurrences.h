/// From a file of records to tiles.
#pragma once

#include <optional>
#include <string>

#include "cooccurrence/band_share.h"
#include "cooccurrence/count_pairs.h"
#include "cooccurrence/pair_tiles.h"
#include "cooccurrence/record_file.h"
#include "cooccurrence/tile_ranges.h"
#include "firth/cooccurrence.h"

namespace firth::cooccurrence {

/// Takes records (CooccurrenceFormat::kGlove; RecordFile(formats::OpenSource(path))) that firth or
/// GloVe's programs wrote, whatever their order: `shuffle` may have been over them. A cell that
/// stands there several times is the sum. The words are those of `vocabulary`, in its order; tiles
/// are cut as CountPairs cuts them, so that the file that WriteCooccurrences wrote gives the tiles
/// of its corpus. `threads` is at least 1. Bands that are not of `share` are left out, empty.
/// Nothing when a stop was requested. Throws Error: kIo
/// (the disk with the temporary files is full), kFormat with the place: a number that is no word of
/// the vocabulary, a count that is no IsCount.
std::optional<PairTiles> ReadCooccurrences(const RecordFile& file, const Vocabulary& vocabulary,
                                           const TileShape& shape, const PairMemory& memory,
                                           unsigned threads, const std::string& temp_dir = {},
                                           const PairObserver& observer = {},
                                           const BandShare& share = {});

}  // namespace firth::cooccurrence
