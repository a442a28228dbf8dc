/// word2vec's and GloVe's vocabulary file.
#pragma once

#include "base/atomic_file.h"
#include "firth/text.h"
#include "formats/source.h"

namespace firth::formats {

/// Throws Error(kFormat) with the line.
Vocabulary ReadVocabulary(const Source& source);

void WriteVocabulary(const Vocabulary& vocabulary, base::AtomicFile& file);

}  // namespace firth::formats
