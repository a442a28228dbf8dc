/// A model folder's tokenizer.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "encoder/files/json_file.h"
#include "firth/wordpiece.h"

namespace firth::encoder {

/// Of tokenizer.json where it is there, else of vocab.txt with what tokenizer_config.json says.
/// `change` alters the settings that the files give. Throws Error: kNotFound (neither is there),
/// kIo, kFormat, kInput (another kind of tokenizer).
using ChangeSettings = std::function<void(WordPieceSettings&)>;
WordPieceTokenizer ReadTokenizer(const std::string& folder, const ChangeSettings& change = {});

/// Of tokenizer.json alone. Throws Error: kFormat, kInput.
WordPieceTokenizer TokenizerFromJson(const JsonFile& file, const ChangeSettings& change = {});

/// What tokenizer_config.json gives as the most pieces of a text.
std::optional<std::size_t> ModelMaxLength(const std::string& folder);

}  // namespace firth::encoder
