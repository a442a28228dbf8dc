/// What a file is, by its bytes.
#pragma once

#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// fastText's .vec cannot be told from word2vec's text, and is called so. Throws Error(kFormat),
/// for a format that is known but not read with its name and what to do.
Format Detect(const Source& source);

}  // namespace firth::formats
