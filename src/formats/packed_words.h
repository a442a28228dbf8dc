/// Words and counts as safetensors files hold them.
#pragma once

#include <string>
#include <string_view>

#include "firth/text.h"
#include "formats/safetensors_header.h"

namespace firth::formats {

/// The bytes of the tensors "word_offsets", "words" and "counts".
struct PackedWords {
  std::string offsets;
  std::string words;
  std::string counts;
};

PackedWords Pack(const Vocabulary& vocabulary);

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
