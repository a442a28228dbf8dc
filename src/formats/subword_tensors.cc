#include "formats/subword_tensors.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "formats/dense_rows.h"
#include "formats/int8_tensors.h"

namespace firth::formats {
namespace {

constexpr const char* kShortest = "minn";
constexpr const char* kLongest = "maxn";
constexpr const char* kBuckets = "bucket";

std::size_t NumberAt(const Source& source, const Metadata& metadata, const char* key,
                     std::size_t most) {
  const auto found = metadata.find(key);
  std::uint32_t number = 0;
  if (found != metadata.end()) {
    const std::string& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number <= most) return number;
  }
  Fail(source,
       fmt::format("has tensor '{}', but its metadata do not tell '{}'", kNgramsTensor, key));
}

std::shared_ptr<const KeptBuckets> ReadKept(const Source& source, const SafetensorsHeader& header,
                                            std::size_t rows) {
  const auto found = header.tensors.find(kKeptTensor);
  if (found == header.tensors.end()) return nullptr;
  const Tensor& tensor = found->second;
  if (tensor.dtype != "U32" || tensor.shape.size() != 1 || tensor.shape[0] != rows) {
    Fail(source,
         fmt::format("tensor '{}' must be a U32 for each row of '{}'", kKeptTensor, kNgramsTensor));
  }
  std::vector<std::uint32_t> buckets(rows);
  std::memcpy(buckets.data(), source.bytes.data() + header.data_start + tensor.begin,
              rows * sizeof(std::uint32_t));
  return std::make_shared<const KeptBuckets>(std::move(buckets));
}

}  // namespace

void NoteSubwords(const SubwordSettings& settings, Metadata& metadata) {
  metadata[kShortest] = std::to_string(settings.min_length);
  metadata[kLongest] = std::to_string(settings.max_length);
  metadata[kBuckets] = std::to_string(settings.buckets);
}

std::optional<SubwordTable> ReadSubwords(const Source& source, const SafetensorsHeader& header,
                                         std::size_t dim) {
  const bool int8 = HasInt8(header, kNgramsTensor);
  const auto found = header.tensors.find(kNgramsTensor + std::string(int8 ? kInt8Ending : ""));
  if (found == header.tensors.end()) return std::nullopt;
  const Tensor& tensor = found->second;
  const bool fits = tensor.dtype == (int8 ? "I8" : "F32") && tensor.shape.size() == 2 &&
                    tensor.shape[0] > 0 && tensor.shape[0] < kMaxTokens && tensor.shape[1] == dim;
  if (!fits) {
    Fail(source, fmt::format("tensor '{}' must be rows of {} F32", kNgramsTensor, dim));
  }
  SubwordTable table;
  table.kept = ReadKept(source, header, tensor.shape[0]);
  table.settings = {.min_length = NumberAt(source, header.metadata, kShortest, kMaxNgram),
                    .max_length = NumberAt(source, header.metadata, kLongest, kMaxNgram),
                    .buckets = table.kept ? NumberAt(source, header.metadata, kBuckets, kMaxTokens)
                                          : tensor.shape[0]};
  if (!table.settings.enabled()) {
    Fail(source, fmt::format("has tensor '{}', but its metadata tell of none ('{}' {}, '{}' {})",
                             kNgramsTensor, kShortest, table.settings.min_length, kLongest,
                             table.settings.max_length));
  }
  if (int8) {
    table.rows = ReadInt8(source, header, kNgramsTensor, 0, dim);
    return table;
  }
  table.rows = DenseRows(
      source, source.bytes.substr(header.data_start + tensor.begin, tensor.end - tensor.begin),
      tensor.shape[0], dim);
  return table;
}

}  // namespace firth::formats
