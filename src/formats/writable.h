/// What a format cannot hold is refused before anything is written.
#pragma once

#include <optional>
#include <string>

#include "firth/formats.h"
#include "firth/word_vectors.h"

namespace firth::formats {

/// Throws Error(kFormat) naming the first word that a reader of `format` would misread, or whose
/// vector is not finite, or that it cannot hold the n-grams. `path` is for the message.
void CheckWritableAs(const WordVectors& vectors, Format format, const std::string& path);

/// The same for these n-grams alone: fasttext has no table in which each has a row. May be asked
/// before training.
void CheckWritableNgrams(const SubwordSettings& subwords, Format format, const std::string& path);

/// The same for words alone; without a format for a vocabulary file.
void CheckWritableWords(const Vocabulary& vocabulary, std::optional<Format> format,
                        const std::string& path);

}  // namespace firth::formats
