/// firth's own format: safetensors with the tensors "vectors" F32 [V, D], "ngrams" F32 [buckets, D]
/// (when unknown words have vectors), "counts" U64 [V] (when counts are known), "word_offsets" U64
/// [V + 1], "words" U8 [bytes]. Of a pruned model "ngram_buckets" U32 names the buckets of the
/// n-grams' rows; where n-grams have a row each, "ngram_offsets" U64 [rows + 1] and "ngram_bytes"
/// U8 [bytes] are these n-grams. Rows can be whole numbers and a factor each: "vectors_int8" I8 [V,
/// D] and "vectors_factors" F32 [V] in place of "vectors", and so for "ngrams".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// What the file says of itself stands beside the settings in its metadata.
inline constexpr const char* kFormatKey = "format";
inline constexpr const char* kVersionKey = "format_version";
inline constexpr const char* kVersion = "1";

/// The matrices borrow the bytes of `source` where they are aligned as floats ask, but for the
/// words' vectors of a model in training, which must be composed. Throws Error(kFormat).
WordVectors ReadSafetensors(const Source& source, const ReadOptions& options);

/// What a file holds, rows as they stand there.
struct StoredVectors {
  Vocabulary vocabulary;
  Matrix rows;
  std::optional<SubwordTable> subwords;
  bool composed = true;  ///< false: rows are the words' own, from a model in training
  Metadata metadata;
};
StoredVectors ReadStored(const Source& source, const ReadOptions& options);

/// From the header alone.
FileInfo DescribeSafetensors(const Source& source);

void WriteSafetensors(const WordVectors& vectors, base::AtomicFile& file);

/// Metadata of an index (src/hnsw) begin so: they are no settings of the vectors.
inline constexpr const char* kIndexPrefix = "hnsw_";

/// A tensor that stands beside those of the vectors.
struct TensorBeside {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;
  std::string_view bytes;
  std::size_t width;  ///< bytes of a number: 8, 4, 2 or 1
};

/// The same with what is no vectors' own: `tensors` begin on a multiple of their width, as all do.
void WriteSafetensorsWith(const std::vector<TensorBeside>& tensors, const Metadata& metadata,
                          const WordVectors& vectors, base::AtomicFile& file);

}  // namespace firth::formats
