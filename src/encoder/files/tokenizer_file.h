/// A model folder's tokenizer.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "encoder/files/json_file.h"
#include "firth/wordpiece.h"

namespace firth::encoder {

/// Of tokenizer.json where it is there, else of vocab.txt with what tokenizer_config.json says.
/// Throws Error: kNotFound (neither is there), kIo, kFormat, kInput (another kind of tokenizer).
WordPieceTokenizer ReadTokenizer(const std::string& folder);

/// Of tokenizer.json alone. Throws Error: kFormat, kInput.
WordPieceTokenizer TokenizerFromJson(const JsonFile& file);

/// What tokenizer_config.json gives as the most pieces of a text.
std::optional<std::size_t> ModelMaxLength(const std::string& folder);

}  // namespace firth::encoder
