#include "formats/subword_tensors.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <string>

#include "formats/dense_rows.h"

namespace firth::formats {
namespace {

constexpr const char* kShortest = "minn";
constexpr const char* kLongest = "maxn";
constexpr const char* kBuckets = "bucket";

std::size_t LengthAt(const Source& source, const Metadata& metadata, const char* key) {
  const auto found = metadata.find(key);
  std::uint32_t length = 0;
  if (found != metadata.end()) {
    const std::string& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error == std::errc() && end == text.data() + text.size() && length <= kMaxNgram) {
      return length;
    }
  }
  Fail(source,
       fmt::format("has tensor '{}', but its metadata do not tell '{}'", kNgramsTensor, key));
}

}  // namespace

void NoteSubwords(const SubwordSettings& settings, Metadata& metadata) {
  metadata[kShortest] = std::to_string(settings.min_length);
  metadata[kLongest] = std::to_string(settings.max_length);
  metadata[kBuckets] = std::to_string(settings.buckets);
}

std::optional<SubwordTable> ReadSubwords(const Source& source, const SafetensorsHeader& header,
                                         std::size_t dim) {
  const auto found = header.tensors.find(kNgramsTensor);
  if (found == header.tensors.end()) return std::nullopt;
  const Tensor& tensor = found->second;
  const bool fits = tensor.dtype == "F32" && tensor.shape.size() == 2 && tensor.shape[0] > 0 &&
                    tensor.shape[0] < kMaxTokens && tensor.shape[1] == dim;
  if (!fits) {
    Fail(source, fmt::format("tensor '{}' must be rows of {} F32", kNgramsTensor, dim));
  }
  SubwordTable table;
  table.settings = {.min_length = LengthAt(source, header.metadata, kShortest),
                    .max_length = LengthAt(source, header.metadata, kLongest),
                    .buckets = tensor.shape[0]};
  if (!table.settings.enabled()) {
    Fail(source, fmt::format("has tensor '{}', but its metadata tell of none ('{}' {}, '{}' {})",
                             kNgramsTensor, kShortest, table.settings.min_length, kLongest,
                             table.settings.max_length));
  }
  table.rows = DenseRows(
      source, source.bytes.substr(header.data_start + tensor.begin, tensor.end - tensor.begin),
      tensor.shape[0], dim);
  return table;
}

}  // namespace firth::formats
