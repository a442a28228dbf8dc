/// word2vec's text format: "V D", then a word and its D numbers a line. fastText's .vec is the same
/// with fewer digits.
#pragma once

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// Reads exactly the V words of the header, and one more when it is GloVe's `<unk>`, which GloVe
/// leaves out of its count. Throws Error(kFormat) with the line.
WordVectors ReadWord2vecText(const Source& source, const ReadOptions& options);

/// The first line and what it claims, as far as the file's size can bear it.
FileInfo DescribeWord2vecText(const Source& source);

void WriteWord2vecText(const WordVectors& vectors, base::AtomicFile& file);
void WriteFasttextVec(const WordVectors& vectors, base::AtomicFile& file);

}  // namespace firth::formats
