#include "formats/subword_tensors.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "formats/dense_rows.h"
#include "formats/int8_tensors.h"
#include "formats/packed_words.h"

namespace firth::formats {
namespace {

constexpr const char* kShortest = "minn";
constexpr const char* kLongest = "maxn";
constexpr const char* kBuckets = "bucket";
constexpr const char* kKind = "ngrams";
constexpr const char* kExact = "exact";
constexpr const char* kMinCount = "min-ngram-count";

constexpr std::uint64_t kMostCount = std::numeric_limits<std::uint64_t>::max();

std::uint64_t NumberAt(const Source& source, const Metadata& metadata, const char* key,
                       std::uint64_t most) {
  const auto found = metadata.find(key);
  std::uint64_t number = 0;
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

std::string_view BytesOf(const Source& source, const SafetensorsHeader& header, const char* name,
                         std::string_view dtype) {
  const auto found = header.tensors.find(name);
  if (found == header.tensors.end() || found->second.dtype != dtype ||
      found->second.shape.size() != 1) {
    Fail(source, fmt::format("n-grams with a row each need a tensor '{}' of {}", name, dtype));
  }
  const Tensor& tensor = found->second;
  return source.bytes.substr(header.data_start + tensor.begin, tensor.end - tensor.begin);
}

/// The n-gram of each row.
std::shared_ptr<const Vocabulary> ReadNgrams(const Source& source, const SafetensorsHeader& header,
                                             std::size_t rows) {
  const std::string_view offsets = BytesOf(source, header, kNgramOffsets, "U64");
  if (offsets.size() != (rows + 1) * sizeof(std::uint64_t)) {
    Fail(source, fmt::format("tensor '{}' must have one number more than '{}' has rows",
                             kNgramOffsets, kNgramsTensor));
  }
  const PackedBytes packed{.offsets = offsets,
                           .words = BytesOf(source, header, kNgramBytes, "U8"),
                           .counts = {},
                           .offsets_name = kNgramOffsets,
                           .words_name = kNgramBytes};
  auto ngrams = std::make_shared<const Vocabulary>(Unpack(source, packed, rows));
  for (std::uint32_t i = 0; i < rows; ++i) {
    const std::string_view ngram = ngrams->Word(TokenId{i});
    if (ngrams->Find(ngram) == TokenId{i}) continue;
    Fail(source, fmt::format("the n-gram {} has two rows", Quoted(ngram)));
  }
  return ngrams;
}

/// Whether n-grams have a row each.
bool IsExact(const Source& source, const SafetensorsHeader& header) {
  const auto kind = header.metadata.find(kKind);
  const bool exact = kind != header.metadata.end() && kind->second == kExact;
  if (exact == header.tensors.contains(kNgramOffsets)) return exact;
  Fail(source, fmt::format("its metadata and its tensors do not agree whether '{}' is a row for "
                           "each n-gram",
                           kNgramsTensor));
}

}  // namespace

void NoteSubwords(const SubwordSettings& settings, Metadata& metadata) {
  metadata[kShortest] = std::to_string(settings.min_length);
  metadata[kLongest] = std::to_string(settings.max_length);
  metadata[kKind] = settings.exact() ? kExact : "hashed";
  if (!settings.exact()) {
    metadata[kBuckets] = std::to_string(settings.buckets);
  } else {
    metadata.emplace(kMinCount, std::to_string(settings.min_count));
  }
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
  const bool exact = IsExact(source, header);
  if (exact) {
    table.ngrams = ReadNgrams(source, header, tensor.shape[0]);
  } else {
    table.kept = ReadKept(source, header, tensor.shape[0]);
  }
  table.settings = {.min_length = NumberAt(source, header.metadata, kShortest, kMaxNgram),
                    .max_length = NumberAt(source, header.metadata, kLongest, kMaxNgram),
                    .buckets = table.kept ? NumberAt(source, header.metadata, kBuckets, kMaxTokens)
                                          : tensor.shape[0],
                    .kind = exact ? NgramKind::kExact : NgramKind::kHashed};
  if (exact) table.settings.min_count = NumberAt(source, header.metadata, kMinCount, kMostCount);
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
