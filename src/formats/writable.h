/// What a format cannot hold is refused before anything is written.
#pragma once

#include <optional>
#include <string>

#include "firth/formats.h"
#include "firth/word_vectors.h"

namespace firth::formats {

/// Throws Error(kFormat) naming the first word that a reader of `format` would misread, or whose
/// vector is not finite. `path` is for the message.
void CheckWritableAs(const WordVectors& vectors, Format format, const std::string& path);

/// The same for words alone; without a format for a vocabulary file.
void CheckWritableWords(const Vocabulary& vocabulary, std::optional<Format> format,
                        const std::string& path);

}  // namespace firth::formats
