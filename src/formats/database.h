/// Vectors for databases: written, not read.
#pragma once

#include "base/atomic_file.h"
#include "firth/word_vectors.h"

namespace firth::formats {

/// What PostgreSQL's COPY ... FROM reads in its text format into a column of text and one of
/// pgvector's type vector: "word\t[0.1,-2]\n", with \t, \n, \r and \\ for a tab, line ends and a
/// backslash in a word. REQUIRES: words in UTF-8 without NUL.
void WritePgvectorCopy(const WordVectors& vectors, base::AtomicFile& file);

/// A JSON object a line: {"id":0,"word":"a","count":3,"vector":[0.1,-2]}; the count where counts
/// are known. REQUIRES: words in UTF-8.
void WriteJsonLines(const WordVectors& vectors, base::AtomicFile& file);

}  // namespace firth::formats
