/// A matrix in NumPy's .npy beside its words: "X.npy" and "X.words.txt", a word a line.
#pragma once

#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "formats/companion.h"
#include "formats/source.h"

namespace firth::formats {

/// Opens the words beside source.path. The matrix borrows the bytes of `source` where they are
/// aligned. Throws Error: kNotFound when there are no words, kIo, kFormat.
WordVectors ReadNpy(const Source& source, const ReadOptions& options);
/// The same with the words at hand.
WordVectors ReadNpyWith(const Source& source, const Source& words, const ReadOptions& options);

/// From the header alone.
FileInfo DescribeNpy(const Source& source);

void WriteNpy(const WordVectors& vectors, base::AtomicFile& file);
std::vector<CompanionFile> NpyCompanions(const std::string& path);

}  // namespace firth::formats
