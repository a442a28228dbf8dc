/// The blocks of a corpus in a chance order.
#pragma once

#include <cstdint>

#include "train/ingest/ingest.h"

namespace firth::train {

/// What stands together in a text is often about one thing, and what is trained last moves the
/// vectors last: so the blocks are put in an order that depends on the seed and their number alone.
/// Each order is as likely as any other (Fisher and Yates's shuffle). REQUIRES: there are ids.
void ShuffleBlocks(Ingested& ingested, std::uint64_t seed);

}  // namespace firth::train
