#include "hnsw/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "firth/error.h"
#include "firth/formats.h"
#include "formats/safetensors.h"
#include "formats/safetensors_header.h"

namespace firth::hnsw {
namespace {

using formats::Fail;
using formats::SafetensorsHeader;
using formats::Source;

constexpr const char* kVersionKey = "hnsw_version";
constexpr const char* kVersion = "1";

constexpr const char* kCodes = "hnsw_codes";
constexpr const char* kFactors = "hnsw_factors";

/// A tensor's type.
template <class Number>
constexpr const char* kType = nullptr;
template <>
constexpr const char* kType<std::uint8_t> = "U8";
template <>
constexpr const char* kType<std::int8_t> = "I8";
template <>
constexpr const char* kType<std::uint16_t> = "BF16";
template <>
constexpr const char* kType<std::uint32_t> = "U32";
template <>
constexpr const char* kType<std::uint64_t> = "U64";
template <>
constexpr const char* kType<float> = "F32";

/// The tensor's numbers where they are mapped. Data begin on a 64-byte boundary, and each tensor of
/// a file of firth's on a multiple of its numbers' width.
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
  const auto storage = header.metadata.find("hnsw_storage");
  if (storage == header.metadata.end()) Fail(source, "the metadata lack hnsw_storage");
  try {
    settings.metric = MetricNamed(metric->second);
    settings.storage = StorageNamed(storage->second);
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

template <class Number>
std::string_view BytesOf(const Number* numbers, std::size_t count) {
  return {reinterpret_cast<const char*>(numbers), count * sizeof(Number)};
}

template <class Number>
formats::TensorBeside Beside(std::string name, std::vector<std::uint64_t> shape,
                             const Number* numbers) {
  std::size_t count = 1;
  for (const std::uint64_t length : shape) count *= length;
  return {std::move(name), kType<Number>, std::move(shape), BytesOf(numbers, count),
          sizeof(Number)};
}

/// Calls visit with a number of the storage's type. REQUIRES: storage is not kFloat32.
template <class Visit>
void WithCodeType(Storage storage, const Visit& visit) {
  if (storage == Storage::kBf16) visit(CodeOf<Storage::kBf16>::Number{});
  if (storage == Storage::kInt8) visit(CodeOf<Storage::kInt8>::Number{});
  if (storage == Storage::kBinary) visit(CodeOf<Storage::kBinary>::Number{});
}

Codes ReadCodes(const Source& source, const SafetensorsHeader& header, Storage storage,
                const Matrix& rows) {
  Codes codes{.owner = source.owner};
  if (storage == Storage::kFloat32) return codes;
  if (rows.columns() > kMostCodedColumns) Fail(source, "holds codes of vectors that are too long");
  const std::size_t columns = CodeColumns(storage, rows.columns());
  bool fits = true;
  WithCodeType(storage, [&](const auto number) {
    const auto numbers = NumbersOf<std::remove_cv_t<decltype(number)>>(source, header, kCodes);
    codes.numbers = numbers.data();
    fits = numbers.size() == rows.rows() * columns;
  });
  if (storage != Storage::kBf16) {
    const auto factors = NumbersOf<float>(source, header, kFactors);
    codes.factors = factors.data();
    fits = fits && factors.size() == rows.rows();
  }
  if (!fits) Fail(source, "the tensors of codes are not of the size that rows and storage ask for");
  return codes;
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
  if (std::ranges::any_of(removed, [](std::uint8_t flag) { return flag > 1; })) {
    Fail(source, "tensor 'hnsw_removed' holds a number above 1");
  }
  stored.removed.assign(removed.begin(), removed.end());
  stored.codes = ReadCodes(source, header, stored.settings.storage, stored.vectors.matrix());
  return stored;
}

void WriteGraph(const WordVectors& vectors, const GraphView& graph, const Codes& codes,
                const std::vector<std::uint8_t>& removed, const HnswSettings& settings,
                base::AtomicFile& file) {
  const Metadata metadata = {{kVersionKey, kVersion},
                             {"hnsw_metric", std::string(MetricName(settings.metric))},
                             {"hnsw_storage", std::string(StorageName(settings.storage))},
                             {"hnsw_links", std::to_string(settings.links)},
                             {"hnsw_width", std::to_string(settings.width)},
                             {"hnsw_seed", std::to_string(settings.seed)},
                             {"hnsw_entry", std::to_string(graph.entry)}};
  const std::uint64_t rows = graph.rows;
  std::vector<formats::TensorBeside> tensors = {
      Beside("hnsw_base", {rows, graph.layout.BaseStride()}, graph.base),
      Beside("hnsw_upper", {graph.starts[rows], graph.layout.UpperStride()}, graph.upper),
      Beside("hnsw_starts", {rows + 1}, graph.starts),
      Beside("hnsw_removed", {rows}, removed.data())};
  const Storage storage = settings.storage;
  WithCodeType(storage, [&](const auto number) {
    using Number = std::remove_cv_t<decltype(number)>;
    tensors.push_back(Beside(kCodes, {rows, CodeColumns(storage, vectors.dim())},
                             static_cast<const Number*>(codes.numbers)));
    if (codes.factors != nullptr) tensors.push_back(Beside(kFactors, {rows}, codes.factors));
  });
  formats::WriteSafetensorsWith(tensors, metadata, vectors, file);
}

}  // namespace firth::hnsw
