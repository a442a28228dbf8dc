/// Reading and unpacking while others work on what was read before.
#pragma once

#include <memory>

#include "firth/corpus.h"

namespace firth::corpus {

/// The blocks of `blocks`, read by a thread of its own that is up to kBlocksAhead blocks ahead.
/// What reading throws is thrown from Next, after the blocks that came before.
std::unique_ptr<BlockReader> ReadAhead(std::unique_ptr<BlockReader> blocks);

/// About 2 MB of text.
inline constexpr std::size_t kBlocksAhead = 32;

}  // namespace firth::corpus
