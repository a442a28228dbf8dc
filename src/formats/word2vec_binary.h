/// word2vec's binary format: "V D", then a word, a blank and D little-endian float32.
#pragma once

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// A newline after each row, as word2vec.c writes, or none, as gensim does.
/// Throws Error(kFormat) with the byte.
WordVectors ReadWord2vecBinary(const Source& source, const ReadOptions& options);

/// The first line, checked against the file's size.
FileInfo DescribeWord2vecBinary(const Source& source);

/// With a newline after each row.
void WriteWord2vecBinary(const WordVectors& vectors, base::AtomicFile& file);

}  // namespace firth::formats
