/// Rows that several ranks count together.
#pragma once

#include "cooccurrence/counting.h"
#include "cooccurrence/pair_tiles.h"
#include "firth/communicator.h"

namespace firth::cooccurrence {

/// Calls take(group, rows), as Counting::ForEachGroup does, for the groups of this rank's bands
/// (BandShare), whose rows are the sums of what all ranks have counted. Some groups at a time are
/// counted and sent to their owners. All call it together. False when a stop was requested. Throws
/// what `take` and Communicator throw.
bool ForEachOwnGroup(Communicator& ranks, Counting& counting, const Counting::Take& take);

/// Has all ranks know how many pairs each tile holds. REQUIRES: each has those of its bands.
void ShareSizes(Communicator& ranks, PairTiles& tiles);

}  // namespace firth::cooccurrence
