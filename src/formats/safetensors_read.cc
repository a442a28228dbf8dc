#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "formats/dense_rows.h"
#include "formats/header.h"
#include "formats/int8_tensors.h"
#include "formats/packed_words.h"
#include "formats/safetensors.h"
#include "formats/safetensors_header.h"
#include "formats/subword_tensors.h"
#include "word_vectors/subword_vectors.h"

namespace firth::formats {
namespace {

/// The tensors of word vectors in a file, found and checked against each other.
struct Contents {
  SafetensorsHeader header;
  std::string_view vectors;
  std::string_view counts;  ///< empty when there are none
  std::string_view word_offsets;
  std::string_view words;
  std::size_t size = 0;
  std::size_t dim = 0;
  const char* rows = kVectorsTensor;  ///< the tensor that `vectors` is of
  bool int8 = false;                  ///< as whole numbers
};

const Tensor* FindTensor(const SafetensorsHeader& header, const std::string& name) {
  const auto found = header.tensors.find(name);
  return found == header.tensors.end() ? nullptr : &found->second;
}

/// The bytes of a tensor, which must be of this type and rank.
std::string_view TensorBytes(const Source& source, const SafetensorsHeader& header,
                             const std::string& name, std::string_view dtype, std::size_t rank) {
  const Tensor* tensor = FindTensor(header, name);
  if (tensor == nullptr) {
    Fail(source, fmt::format("has no tensor '{}': it is a safetensors file, but not one of firth's "
                             "word vectors",
                             name));
  }
  if (tensor->dtype != dtype || tensor->shape.size() != rank) {
    Fail(source,
         fmt::format("tensor '{}' must be {} of {}", name, dtype, Counted(rank, "dimension")));
  }
  return source.bytes.substr(header.data_start + tensor->begin, tensor->end - tensor->begin);
}

void CheckVersion(const Source& source, const Metadata& metadata) {
  const auto version = metadata.find(kVersionKey);
  if (version == metadata.end() || version->second == kVersion) return;
  Fail(source, fmt::format("has version {} of firth's format, this firth reads version {}: read it "
                           "with a newer one",
                           Quoted(version->second), kVersion));
}

Contents Open(const Source& source) {
  Contents contents;
  contents.header = ParseSafetensorsHeader(source);
  const SafetensorsHeader& header = contents.header;
  CheckVersion(source, header.metadata);
  if (FindTensor(header, kOwnRowsTensor) != nullptr) contents.rows = kOwnRowsTensor;
  contents.int8 = HasInt8(header, contents.rows);
  const std::string rows = std::string(contents.rows) + (contents.int8 ? kInt8Ending : "");
  contents.vectors = TensorBytes(source, header, rows, contents.int8 ? "I8" : "F32", 2);
  contents.word_offsets = TensorBytes(source, header, "word_offsets", "U64", 1);
  contents.words = TensorBytes(source, header, "words", "U8", 1);
  const std::vector<std::uint64_t>& shape = FindTensor(header, rows)->shape;
  contents.size = shape[0];
  contents.dim = shape[1];
  // With no words the file's size does not bound the dimension, nor without dimension the words.
  if (contents.dim == 0 || contents.dim > kMaxDim || contents.size > kMaxTokens) {
    Fail(source, fmt::format("tensor '{}' of {} x {} numbers cannot be used", contents.rows,
                             contents.size, contents.dim));
  }
  if (contents.word_offsets.size() != (contents.size + 1) * sizeof(std::uint64_t)) {
    Fail(source, "tensor 'word_offsets' must have one number more than there are words");
  }
  if (FindTensor(header, "counts") != nullptr) {
    contents.counts = TensorBytes(source, header, "counts", "U64", 1);
    if (contents.counts.size() != contents.size * sizeof(std::uint64_t)) {
      Fail(source, "tensor 'counts' must have a number for each word");
    }
  }
  return contents;
}

Vocabulary ReadWords(const Source& source, const Contents& contents, std::size_t rows) {
  return Unpack(source,
                {.offsets = contents.word_offsets,
                 .words = contents.words,
                 .counts = contents.counts,
                 .offsets_name = "word_offsets",
                 .words_name = "words"},
                rows);
}

/// The settings alone, without what the file says of itself.
Metadata Settings(Metadata metadata) {
  metadata.erase(kFormatKey);
  metadata.erase(kVersionKey);
  return metadata;
}

Metadata WithoutIndex(Metadata metadata) {
  std::erase_if(metadata, [](const auto& one) { return one.first.starts_with(kIndexPrefix); });
  return metadata;
}

}  // namespace

StoredVectors ReadStored(const Source& source, const ReadOptions& options) {
  Contents contents = Open(source);
  const bool all = options.max_words == 0;
  const std::size_t rows = all ? contents.size : std::min(contents.size, options.max_words);
  Vocabulary vocabulary = ReadWords(source, contents, rows);
  Matrix matrix = contents.int8 && rows > 0
                      ? ReadInt8(source, contents.header, contents.rows, rows, contents.dim)
                      : DenseRows(source, contents.vectors, rows, contents.dim);
  CheckFiniteRows(source, matrix, vocabulary);
  std::optional<SubwordTable> subwords = ReadSubwords(source, contents.header, contents.dim);
  return {std::move(vocabulary), std::move(matrix), std::move(subwords),
          contents.rows != kOwnRowsTensor,
          WithoutIndex(Settings(std::move(contents.header.metadata)))};
}

WordVectors ReadSafetensors(const Source& source, const ReadOptions& options) {
  StoredVectors stored = ReadStored(source, options);
  if (!stored.composed && stored.subwords) {
    stored.rows = stored.rows.Copy(RowLayout::kPadded);
    word_vectors::ComposeRows(stored.vocabulary, *stored.subwords, stored.rows);
    CheckFiniteRows(source, stored.rows, stored.vocabulary);
  }
  return {std::move(stored.vocabulary), std::move(stored.rows), std::move(stored.metadata),
          std::move(stored.subwords)};
}

FileInfo DescribeSafetensors(const Source& source) {
  Contents contents = Open(source);
  const bool int8_ngrams = HasInt8(contents.header, kNgramsTensor);
  const std::string stored = std::string(kNgramsTensor) + (int8_ngrams ? kInt8Ending : "");
  const Tensor* const ngrams = FindTensor(contents.header, stored);
  const std::size_t buckets = ngrams == nullptr || ngrams->shape.empty() ? 0 : ngrams->shape[0];
  const bool quantized = contents.int8 || int8_ngrams;
  return {.format = Format::kSafetensors,
          .words = contents.size,
          .dim = contents.dim,
          .has_counts = !contents.counts.empty(),
          .metadata = Settings(std::move(contents.header.metadata)),
          .buckets = buckets,
          .exact_ngrams = buckets > 0 && FindTensor(contents.header, kNgramOffsets) != nullptr,
          .composes = buckets > 0 && contents.rows == kOwnRowsTensor,
          .quantized = quantized};
}

}  // namespace firth::formats
