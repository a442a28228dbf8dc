#include "hnsw/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>
#include <utility>

#include "base/atomic_file.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "formats/dense_rows.h"
#include "formats/packed_words.h"
#include "formats/safetensors.h"
#include "formats/safetensors_header.h"

namespace firth::hnsw {
namespace {

using formats::Fail;
using formats::SafetensorsHeader;
using formats::Source;

constexpr const char* kVersionKey = "hnsw_version";
constexpr const char* kVersion = "1";

template <class Number>
constexpr const char* kType = sizeof(Number) == 1 ? "U8" : "U32";

/// The tensor's numbers where they are mapped. Data begin on a 64-byte boundary and these tensors
/// stand behind whole numbers of 4 bytes, so that a file of firth's has them aligned.
template <class Number>
std::span<const Number> NumbersOf(const Source& source, const SafetensorsHeader& header,
                                  const std::string& name) {
  const auto found = header.tensors.find(name);
  if (found == header.tensors.end()) Fail(source, fmt::format("lacks the tensor '{}'", name));
  const formats::Tensor& tensor = found->second;
  const char* const bytes = source.bytes.data() + header.data_start + tensor.begin;
  if (tensor.dtype != kType<Number> ||
      reinterpret_cast<std::uintptr_t>(bytes) % alignof(Number) != 0) {
    Fail(source, fmt::format("tensor '{}' is not {} on a boundary of {} bytes", name, kType<Number>,
                             alignof(Number)));
  }
  return {reinterpret_cast<const Number*>(bytes),
          static_cast<std::size_t>(tensor.end - tensor.begin) / sizeof(Number)};
}

std::uint64_t WholeOf(const Source& source, const SafetensorsHeader& header, const char* key,
                      std::uint64_t least, std::uint64_t most) {
  const auto found = header.metadata.find(key);
  std::uint64_t value = 0;
  if (found != header.metadata.end()) {
    const std::string& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (whole && value >= least && value <= most) return value;
  }
  Fail(source, fmt::format("the metadata's {} is no whole number of {} to {}", key, least, most));
}

HnswSettings SettingsOf(const Source& source, const SafetensorsHeader& header) {
  const auto version = header.metadata.find(kVersionKey);
  if (version == header.metadata.end()) {
    Fail(source, "holds no graph; firth index build makes one");
  }
  if (version->second != kVersion) {
    Fail(source, fmt::format("holds a graph of version {}; this firth reads version {}",
                             version->second, kVersion));
  }
  HnswSettings settings;
  const auto metric = header.metadata.find("hnsw_metric");
  if (metric == header.metadata.end()) Fail(source, "the metadata lack hnsw_metric");
  try {
    settings.metric = MetricNamed(metric->second);
  } catch (const Error& error) {
    Fail(source, error.message());
  }
  settings.links = WholeOf(source, header, "hnsw_links", 2, 256);
  settings.width = WholeOf(source, header, "hnsw_width", 1, 65536);
  settings.seed = WholeOf(source, header, "hnsw_seed", 0, UINT64_MAX);
  return settings;
}

void CheckStarts(const Source& source, std::span<const std::uint32_t> starts, std::size_t rows,
                 std::size_t lists) {
  bool fits = starts.size() == rows + 1 && starts.front() == 0 && starts.back() == lists;
  for (std::size_t i = 0; fits && i < rows; ++i) {
    fits = starts[i + 1] >= starts[i] && starts[i + 1] - starts[i] < 64;
  }
  if (!fits) Fail(source, "tensor 'hnsw_starts' does not count the lists of 'hnsw_upper'");
}

/// Whoever walks the graph afterwards trusts it.
void CheckLinks(const Source& source, const GraphView& graph) {
  for (Row row = 0; row < graph.rows; ++row) {
    for (std::size_t level = 0; level <= graph.LevelOf(row); ++level) {
      if (*graph.ListOf(row, level) > graph.layout.Room(level)) {
        Fail(source, fmt::format("row {} has more links than there is room for", row));
      }
      for (const Row other : graph.LinksOf(row, level)) {
        if (other >= graph.rows || graph.LevelOf(other) < level) {
          Fail(source, fmt::format("a link of row {} leads to {}, which is not there on level {}",
                                   row, other, level));
        }
      }
    }
  }
}

void WriteBytes(base::AtomicFile& file, const void* bytes, std::size_t size) {
  file.Write(std::string_view(static_cast<const char*>(bytes), size));
}

}  // namespace

StoredGraph ReadGraph(const Source& source) {
  StoredGraph stored;
  const SafetensorsHeader header = formats::ParseSafetensorsHeader(source);
  stored.settings = SettingsOf(source, header);
  stored.vectors = formats::ReadSafetensors(source, {});
  stored.owner = source.owner;
  const std::size_t rows = stored.vectors.size();
  if (rows == 0) Fail(source, "holds a graph of no rows");
  GraphView& graph = stored.graph;
  graph.layout.links = stored.settings.links;
  graph.rows = rows;
  const auto base = NumbersOf<Row>(source, header, "hnsw_base");
  const auto starts = NumbersOf<std::uint32_t>(source, header, "hnsw_starts");
  const auto upper = NumbersOf<Row>(source, header, "hnsw_upper");
  const auto removed = NumbersOf<std::uint8_t>(source, header, "hnsw_removed");
  if (base.size() != rows * graph.layout.BaseStride() || removed.size() != rows ||
      upper.size() % graph.layout.UpperStride() != 0) {
    Fail(source, "the tensors of the graph are not of the size that rows and links ask for");
  }
  CheckStarts(source, starts, rows, upper.size() / graph.layout.UpperStride());
  graph.base = base.data();
  graph.starts = starts.data();
  graph.upper = upper.data();
  graph.entry = static_cast<Row>(WholeOf(source, header, "hnsw_entry", 0, rows - 1));
  CheckLinks(source, graph);
  stored.removed.assign(removed.begin(), removed.end());
  return stored;
}

void WriteGraph(const WordVectors& vectors, const GraphView& graph,
                const std::vector<std::uint8_t>& removed, const HnswSettings& settings,
                const std::string& path) {
  const formats::PackedWords packed = formats::Pack(vectors.vocabulary());
  SafetensorsHeader header;
  header.metadata = vectors.metadata();
  header.metadata[formats::kFormatKey] = "firth";
  header.metadata[formats::kVersionKey] = formats::kVersion;
  header.metadata[kVersionKey] = kVersion;
  header.metadata["hnsw_metric"] = MetricName(settings.metric);
  header.metadata["hnsw_links"] = std::to_string(settings.links);
  header.metadata["hnsw_width"] = std::to_string(settings.width);
  header.metadata["hnsw_seed"] = std::to_string(settings.seed);
  header.metadata["hnsw_entry"] = std::to_string(graph.entry);
  formats::TensorPlacer placer(header);
  const std::uint64_t rows = graph.rows;
  const std::uint64_t lists = graph.starts[rows];
  const std::size_t base_bytes = rows * graph.layout.BaseStride() * sizeof(Row);
  const std::size_t upper_bytes = lists * graph.layout.UpperStride() * sizeof(Row);
  placer.Place("vectors", "F32", {rows, vectors.dim()}, rows * vectors.dim() * sizeof(float));
  placer.Place("hnsw_base", "U32", {rows, graph.layout.BaseStride()}, base_bytes);
  placer.Place("hnsw_upper", "U32", {lists, graph.layout.UpperStride()}, upper_bytes);
  placer.Place("hnsw_starts", "U32", {rows + 1}, (rows + 1) * sizeof(std::uint32_t));
  const std::string padding = placer.PadToWholeNumbers("padding");
  const bool counts = vectors.vocabulary().HasCounts();
  if (counts) placer.Place("counts", "U64", {rows}, packed.counts.size());
  placer.Place("word_offsets", "U64", {rows + 1}, packed.offsets.size());
  placer.Place("hnsw_removed", "U8", {rows}, removed.size());
  placer.Place("words", "U8", {packed.words.size()}, packed.words.size());

  base::AtomicFile file(path);
  file.Write(MakeSafetensorsHeader(header));
  formats::WriteDenseRows(vectors.matrix(), file);
  WriteBytes(file, graph.base, base_bytes);
  WriteBytes(file, graph.upper, upper_bytes);
  WriteBytes(file, graph.starts, (rows + 1) * sizeof(std::uint32_t));
  file.Write(padding);
  if (counts) file.Write(packed.counts);
  file.Write(packed.offsets);
  WriteBytes(file, removed.data(), removed.size());
  file.Write(packed.words);
  file.Commit();
}

}  // namespace firth::hnsw
