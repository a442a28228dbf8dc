/// The blocks of one input, from memory or from a stream.
#pragma once

#include <memory>
#include <string>

#include "firth/corpus.h"

namespace firth::corpus {

/// The blocks of a text that lies in memory: views into it. `owner` keeps it alive.
std::unique_ptr<BlockReader> BlocksOfText(std::string_view text, std::shared_ptr<const void> owner);

/// The blocks of a plain file (mapped), a packed file, or standard input (streamed), without a byte
/// order mark. Next throws Error(kInput) when the input looks like binary data.
std::unique_ptr<BlockReader> BlocksOfInput(const std::string& path);

/// Looks at the first block of the input at `path`: takes a byte order mark off, which some editors
/// begin a file with and which is no part of its first word. Throws Error(kInput) when it looks
/// like binary data.
void CheckBeginning(TextBlock& block, const std::string& path);

}  // namespace firth::corpus
