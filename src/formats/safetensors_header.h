/// The header of a safetensors file: JSON that names tensors, their types, shapes and places.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "firth/word_vectors.h"
#include "formats/source.h"

namespace firth::formats {

/// The format's own limit on the header's length.
inline constexpr std::uint64_t kMaxSafetensorsHeader = 100'000'000;

struct Tensor {
  std::string dtype;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0;  ///< bytes from the start of the data
  std::uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, Tensor> tensors;
  Metadata metadata;
  std::size_t data_start = 0;  ///< bytes from the start of the file
};

/// Checked wholly: tensors lie within the file, without holes or overlaps, each as long as its type
/// and shape ask; no key stands twice. Throws Error(kFormat).
SafetensorsHeader ParseSafetensorsHeader(const Source& source);

/// Length and JSON, padded with blanks so that what follows starts on a 64-byte boundary.
/// The tensors stand in the order of their places.
std::string MakeSafetensorsHeader(const SafetensorsHeader& header);

}  // namespace firth::formats
