/// What the verbs that ask questions of vectors share.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "firth/index.h"

namespace firth::cli {

using Json = nlohmann::ordered_json;

/// A number that JSON shows with the fewest digits that read back as the same float.
Json ShortJson(float number);

/// [{"word": "queen", "score": 0.75}, ...]
Json ToJson(std::span<const ScoredWord> words);

/// One line on stdout; bytes that are no UTF-8 become U+FFFD, which JSON demands.
void PrintJson(const Json& json);

/// A word and its cosine a line.
void PrintScored(std::span<const ScoredWord> words);

/// True when the words are to be read from stdin: "-" alone.
bool FromStdin(std::span<const std::string> words);

/// Calls `ask` with the words of every line of stdin that has any. A line with an unknown word is
/// noted on stderr and passed over; at the end ExitCode{kExitFailed} is thrown if there was one.
void ForEachLine(const std::function<void(const std::vector<std::string>&)>& ask);

}  // namespace firth::cli
