/// fastText's models, ".bin": settings, words with their counts, the input matrix (a row a word,
/// then a row a bucket of n-grams) and the output matrix. Read are versions 11 and 12 and the
/// older files without a version, of word vectors and of classifiers (whose words, not labels, are
/// read), quantised or not. Written is version 12.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "formats/source.h"

namespace firth::formats {

/// fastText's older files begin with the settings: true when these, and the counts of words behind
/// them, are such as fastText has.
bool LooksLikeFasttext(std::string_view bytes);

/// The vectors are composed, and n-grams' rows are borrowed where they are aligned as floats ask;
/// of a quantised model both are made of its codes. Throws Error(kFormat).
WordVectors ReadFasttext(const Source& source, const ReadOptions& options);

/// From the settings, the counts and what stands before the matrices.
FileInfo DescribeFasttext(const Source& source);

/// The rows of words are what makes their vectors as they are; the output matrix is of zeros.
void WriteFasttext(const WordVectors& vectors, base::AtomicFile& file);

/// What of `vectors` such a file cannot hold (LossesInFormat).
std::vector<std::string> LossesInFasttext(const WordVectors& vectors);

/// All rows as they were trained. An output matrix that fastText's models have no place for is left
/// out, as above.
void WriteFasttextModel(const TrainedModel& model, base::AtomicFile& file);

/// Quantised: rows as codes, an output matrix without rows (firth/formats.h).
void WriteQuantizedFasttext(const WordVectors& vectors, const SmallVectorsSettings& settings,
                            base::AtomicFile& file);

}  // namespace firth::formats
