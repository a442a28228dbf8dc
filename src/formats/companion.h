/// Formats of several files: vectors in one, words in another beside it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/atomic_file.h"
#include "firth/word_vectors.h"
#include "formats/source.h"

namespace firth::formats {

/// A file that is written beside the vectors.
struct CompanionFile {
  std::string path;
  std::function<void(const WordVectors& vectors, base::AtomicFile& file)> write;
};

/// `path` with `ending`, "X.npy" for example, taken off and `companion`, ".words.txt" for example,
/// put on; a path of another ending keeps it: "X" and "X.words.txt".
std::string CompanionPath(const std::string& path, std::string_view ending,
                          std::string_view companion);

/// The first of `candidates` that is a file; nothing when none is.
std::optional<std::string> FindCompanion(const std::vector<std::string>& candidates);

/// Opens it. Throws Error(kNotFound) naming the first candidate when there is none.
Source OpenCompanion(const Source& source, const std::vector<std::string>& candidates);

/// The first `rows` lines of `words`; when these are `all`, no further one may follow.
/// Throws Error(kFormat) when the number of lines is not that of the rows.
Vocabulary ReadWordLines(const Source& words, std::size_t rows, bool all);

/// Throws the Error(kFormat) of ReadWordLines.
[[noreturn]] void FailTooFewWords(const Source& words, std::size_t found);
[[noreturn]] void FailTooManyWords(const Source& words, std::size_t rows);

}  // namespace firth::formats
