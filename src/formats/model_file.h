/// A model in the midst of its training, as one file: a safetensors file of word vectors (see
/// formats/safetensors.h), readable as such, with two tensors more: the output matrix, "context"
/// F32 [V, columns] ("nodes" where its rows are no words), and, last of all, "checksum" U64 [1],
/// the XXH3 of all bytes before it. With subwords it has "own_rows" F32 [V, D], the words' rows as
/// they are trained, in the place of "vectors", and "ngrams" next to it; where n-grams have a row
/// each, "ngram_offsets" and "ngram_bytes" are these.
#pragma once

#include "base/atomic_file.h"
#include "firth/word_vectors.h"
#include "formats/source.h"

namespace firth::formats {

/// `metadata` is written in place of model.settings. Throws Error(kIo).
void WriteModel(const TrainedModel& model, const Metadata& metadata, base::AtomicFile& file);

/// Is this file one of these? A damaged one may be taken for none.
bool IsModel(const Source& source);

/// The matrices borrow the bytes of `source`. Throws Error(kFormat) when a byte is not as it was
/// written, or a number not finite.
TrainedModel ReadModel(const Source& source);

}  // namespace firth::formats
