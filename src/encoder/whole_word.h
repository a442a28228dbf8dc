/// Words that are pieces.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "firth/wordpiece.h"

namespace firth::encoder {

/// The word as a tokenizer of these settings writes it; nothing when it is not one word to it.
std::optional<std::string> WholeWord(const WordPieceSettings& settings, std::string_view word);

}  // namespace firth::encoder
