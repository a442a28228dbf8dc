/// What `firth encode` does, once its flags are read.
#pragma once

#include <cstddef>
#include <string>

#include "encode_texts.h"
#include "firth/encoder.h"

namespace firth::cli {

struct EncodeFlags {
  std::string model;
  TextsInput input;
  std::string out = "-";
  std::string format;
  std::string kind = "sentences";
  std::string pooling;
  std::string normalize;
  std::string precision = "float32";
  bool chunk = false;
  std::size_t overlap = 32;
  bool resume = false;
  EncodeSettings settings;
};

/// Texts to vectors, with progress; a summary on stderr. Throws Error, and ExitCode after an
/// interrupt.
void RunEncode(const EncodeFlags& flags);

}  // namespace firth::cli
