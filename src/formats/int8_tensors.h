/// Rows of safetensors as whole numbers of a byte: number times the row's factor.
#pragma once

#include <optional>
#include <string>

#include "base/atomic_file.h"
#include "firth/matrix.h"
#include "firth/word_vectors.h"
#include "formats/safetensors_header.h"
#include "formats/source.h"

namespace firth::formats {

/// Behind the name of the tensor that they stand for.
inline constexpr const char* kInt8Ending = "_int8";
inline constexpr const char* kFactorEnding = "_factors";

/// firth/formats.h: WriteInt8Vectors.
void WriteInt8Safetensors(const WordVectors& vectors, base::AtomicFile& file);

bool HasInt8(const SafetensorsHeader& header, const std::string& name);
/// The first `rows` rows of tensor `name` as numbers; 0: all. Throws Error(kFormat): its tensors do
/// not fit each other, or `columns`, where these are not 0.
Matrix ReadInt8(const Source& source, const SafetensorsHeader& header, const std::string& name,
                std::size_t rows, std::size_t columns);

}  // namespace firth::formats
