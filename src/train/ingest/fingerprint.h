/// By what a corpus is known again.
#pragma once

#include <cstdint>

#include "base/checksum.h"
#include "base/random.h"
#include "firth/corpus.h"

namespace firth::train {

/// A block's share in its corpus's fingerprint, which is the sum over all blocks: it depends on the
/// block's text and place, not on the order in which blocks are read, nor by which rank.
inline std::uint64_t BlockFingerprint(const TextBlock& block, const BlockPlaces& places) {
  const std::uint64_t place = places.Of(block.number);
  return base::SplitMix64::Mix(base::ChecksumOf(block.text) ^ base::SplitMix64::Mix(place));
}

}  // namespace firth::train
