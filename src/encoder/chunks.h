/// Long texts in pieces that fit a model, and one vector of theirs.
#pragma once

#include <cstddef>
#include <vector>

#include "firth/matrix.h"
#include "firth/wordpiece.h"

namespace firth::encoder {

struct Chunks {
  std::vector<Encoding> encodings;  ///< of all texts, in order
  std::vector<std::size_t> begins;  ///< [texts + 1]: the first chunk of each text, and the end
};

/// Texts of at most `limit` pieces stay as they are. Longer ones become chunks of `limit` pieces,
/// [CLS] and [SEP] included, which share `overlap` pieces with the one before; the last may be
/// shorter. REQUIRES: overlap + 2 < limit; no text was cut.
Chunks CutIntoChunks(std::vector<Encoding> texts, std::size_t limit, std::size_t overlap);

/// A text's vector is the mean of its chunks', each counting as often as it has pieces.
Matrix MeanOfChunks(Matrix vectors, const Chunks& chunks);

}  // namespace firth::encoder
