/// A model as Hugging Face's and sentence-transformers' folders hold it.
#pragma once

#include <cstddef>
#include <string>

#include "encoder/bert.h"
#include "encoder/bert_settings.h"
#include "encoder/files/weights.h"
#include "firth/encoder.h"
#include "firth/wordpiece.h"

namespace firth::encoder {

struct ModelFolder {
  /// Throws Error as Encoder::Load does.
  explicit ModelFolder(const std::string& folder);

  BertSettings settings;
  WordPieceTokenizer tokenizer;
  Weights weights;
  BertWeights bert;
  EncoderInfo info;
};

}  // namespace firth::encoder
