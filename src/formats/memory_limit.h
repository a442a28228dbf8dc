/// What reading a file takes, said before it is taken.
#pragma once

#include <functional>

#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// What words and vectors take, of a file that describes itself so. Mapped vectors (safetensors,
/// npy) take nothing; a header's claim counts only as far as the file could hold it.
std::uint64_t BytesToRead(const Source& source, const FileInfo& info, const ReadOptions& options);

/// Throws Error(kMemory), saying what is needed and what to do, when words and vectors would take
/// more than options.memory_limit. `describe` says what the file is; it is not asked when the
/// file's size alone shows that there is room.
void RequireMemory(const Source& source, const ReadOptions& options,
                   const std::function<FileInfo()>& describe);

}  // namespace firth::formats
