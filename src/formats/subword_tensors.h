/// The rows of n-grams in safetensors files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "firth/subwords.h"
#include "firth/word_vectors.h"
#include "formats/safetensors_header.h"
#include "formats/source.h"

namespace firth::formats {

/// Words' vectors: composed, where there are n-grams.
inline constexpr const char* kVectorsTensor = "vectors";
/// In their place in a model in training: what the words have beside their n-grams.
inline constexpr const char* kOwnRowsTensor = "own_rows";
/// A row a bucket, or an n-gram.
inline constexpr const char* kNgramsTensor = "ngrams";
/// Of a pruned model: the bucket of each of these rows.
inline constexpr const char* kKeptTensor = "ngram_buckets";

/// Where n-grams have a row each: where in "ngram_bytes" the n-gram of each row begins and ends.
inline constexpr const char* kNgramOffsets = "ngram_offsets";
inline constexpr const char* kNgramBytes = "ngram_bytes";

/// Sets what a reader must know of n-grams: "minn", "maxn", "ngrams" and, where these share rows,
/// "bucket", as training's settings are called.
void NoteSubwords(const SubwordSettings& settings, Metadata& metadata);

/// The n-grams' rows, which borrow the bytes of `source`; nothing when there are none. Throws
/// Error(kFormat). They are not searched for numbers that are not finite, which would read all of
/// them: WordVectors::VectorOf looks at what it makes.
std::optional<SubwordTable> ReadSubwords(const Source& source, const SafetensorsHeader& header,
                                         std::size_t dim);

}  // namespace firth::formats
