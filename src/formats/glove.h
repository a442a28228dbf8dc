/// GloVe's text format: a word and its numbers a line, no first line.
#pragma once

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// A file that GloVe wrote with -write-header is read as word2vec's text.
/// Throws Error(kFormat) with the line.
WordVectors ReadGlove(const Source& source, const ReadOptions& options);

/// By counting lines.
FileInfo DescribeGlove(const Source& source);

void WriteGlove(const WordVectors& vectors, base::AtomicFile& file);

}  // namespace firth::formats
