/// Which texts are computed together.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "firth/wordpiece.h"

namespace firth::encoder {

/// Numbers of texts.
using Batch = std::vector<std::size_t>;

/// The texts from the longest to the shortest, so that threads end at about the same time, in
/// batches of at least one text and, beyond that, at most `pieces` pieces.
std::vector<Batch> MakeBatches(std::span<const Encoding> texts, std::size_t pieces);

}  // namespace firth::encoder
