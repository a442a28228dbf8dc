/// firth's own format: safetensors with the tensors "vectors" F32 [V, D], "counts" U64 [V] (when
/// counts are known), "word_offsets" U64 [V + 1], "words" U8 [bytes].
#pragma once

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// What the file says of itself stands beside the settings in its metadata.
inline constexpr const char* kFormatKey = "format";
inline constexpr const char* kVersionKey = "format_version";
inline constexpr const char* kVersion = "1";

/// The matrix borrows the bytes of `source` where they are aligned as floats ask.
/// Throws Error(kFormat).
WordVectors ReadSafetensors(const Source& source, const ReadOptions& options);

/// From the header alone.
FileInfo DescribeSafetensors(const Source& source);

void WriteSafetensors(const WordVectors& vectors, base::AtomicFile& file);

}  // namespace firth::formats
