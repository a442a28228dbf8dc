/// A graph in a file: tensors beside those of word vectors.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "firth/hnsw.h"
#include "formats/source.h"
#include "hnsw/coded_rows.h"
#include "hnsw/graph.h"

namespace firth::hnsw {

/// What a file holds. The graph's lists and the codes are where the file is mapped.
struct StoredGraph {
  WordVectors vectors;
  std::shared_ptr<const void> owner;
  GraphView graph;
  Codes codes;                        ///< none for Storage::kFloat32
  std::vector<std::uint8_t> removed;  ///< [rows], 1: removed
  HnswSettings settings;
};

/// Throws Error(kFormat): there is no graph, or a link leads to no row, or to one that is not on
/// its level.
StoredGraph ReadGraph(const formats::Source& source);

/// Whoever calls commits the file. Throws Error(kIo).
void WriteGraph(const WordVectors& vectors, const GraphView& graph, const Codes& codes,
                const std::vector<std::uint8_t>& removed, const HnswSettings& settings,
                base::AtomicFile& file);

}  // namespace firth::hnsw
