/// Words and counts as safetensors files hold them.
#pragma once

#include <string>
#include <string_view>

#include "firth/text.h"
#include "formats/safetensors_header.h"
#include "formats/source.h"

namespace firth::formats {

/// The bytes of the tensors "word_offsets", "words" and "counts".
struct PackedWords {
  std::string offsets;
  std::string words;
  std::string counts;
};

PackedWords Pack(const Vocabulary& vocabulary);

/// The tensors of such words in a file.
struct PackedBytes {
  std::string_view offsets;  ///< 8 bytes a word and 8 more
  std::string_view words;
  std::string_view counts;   ///< 8 bytes a word, or empty
  const char* offsets_name;  ///< what errors call the tensors
  const char* words_name;
};

/// The first `count` words; there are so many, or more. Throws Error(kFormat) where offsets do not
/// fit the words, or counts add up to too much.
Vocabulary Unpack(const Source& source, const PackedBytes& packed, std::size_t count);

/// Gives tensors their places, one behind the other. REQUIRES: different names.
class TensorPlacer {
 public:
  explicit TensorPlacer(SafetensorsHeader& header) : header_(header) {}

  void Place(const std::string& name, std::string dtype, std::vector<std::uint64_t> shape,
             std::uint64_t bytes);
  /// Readers that map the file (PyTorch) want 8-byte numbers on 8-byte boundaries: places a tensor
  /// of zeros where these are missing, and returns them.
  std::string PadToWholeNumbers(const std::string& name);

 private:
  SafetensorsHeader& header_;
  std::uint64_t at_ = 0;
};

}  // namespace firth::formats
