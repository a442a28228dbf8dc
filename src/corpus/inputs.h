/// Which files the user means.
#pragma once

#include <string>
#include <vector>

namespace firth::corpus {

/// Standard input among the inputs.
inline constexpr const char* kStandardInput = "-";

/// How files end that keep a corpus as ids beside it; in a directory they are no part of the
/// corpus.
inline constexpr const char* kIdCacheEnding = ".ids";

/// The files behind names, directories and patterns, in the order given; within a directory or a
/// pattern in byte order. See OpenCorpus. Throws Error(kNotFound) for a name behind which there is
/// nothing, Error(kInput) when there is no file at all.
std::vector<std::string> ExpandInputs(const std::vector<std::string>& inputs);

}  // namespace firth::corpus
