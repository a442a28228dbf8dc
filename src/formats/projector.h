/// TensorFlow's embedding projector: "X.tsv" holds numbers by tabs, "X.metadata.tsv" the words,
/// "X.config.json" names both to the projector.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "formats/companion.h"
#include "formats/source.h"

namespace firth::formats {

/// Where the words of the tensors at `path` may stand, best first: beside "X.tsv" in
/// "X.metadata.tsv"; beside gensim's "X_tensor.tsv" in "X_metadata.tsv"; in "metadata.tsv".
std::vector<std::string> ProjectorMetadataPaths(const std::string& path);

/// Does `bytes` begin with a line of nothing but numbers, parted by single tabs? Such a line may
/// still be GloVe's when its word is a number: only the words beside it tell.
bool LooksLikeTensors(std::string_view bytes);

/// Opens the words beside source.path. Throws Error: kNotFound when there are none, kIo, kFormat.
WordVectors ReadProjector(const Source& source, const ReadOptions& options);
/// The same with the words at hand.
WordVectors ReadProjectorWith(const Source& source, const Source& metadata,
                              const ReadOptions& options);

/// By counting lines.
FileInfo DescribeProjector(const Source& source);

void WriteProjector(const WordVectors& vectors, base::AtomicFile& file);
/// The words, with counts when they are known, and the configuration.
std::vector<CompanionFile> ProjectorCompanions(const std::string& path);

}  // namespace firth::formats
