#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/little_endian.h"
#include "formats/dense_rows.h"
#include "formats/safetensors.h"
#include "formats/safetensors_header.h"

namespace firth::formats {
namespace {

/// The words of a vocabulary as the file holds them.
struct PackedWords {
  std::string offsets;
  std::string words;
  std::string counts;
};

PackedWords Pack(const Vocabulary& vocabulary) {
  PackedWords packed;
  base::AppendLittleEndian<std::uint64_t>(packed.offsets, 0);
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    packed.words += vocabulary.Word(id);
    base::AppendLittleEndian<std::uint64_t>(packed.offsets, packed.words.size());
    base::AppendLittleEndian(packed.counts, Value(vocabulary.CountOf(id)));
  }
  return packed;
}

}  // namespace

void WriteSafetensors(const WordVectors& vectors, base::AtomicFile& file) {
  const PackedWords packed = Pack(vectors.vocabulary());
  SafetensorsHeader header;
  header.metadata = vectors.metadata();
  header.metadata[kFormatKey] = "firth";
  header.metadata[kVersionKey] = kVersion;
  std::uint64_t at = 0;
  const auto place = [&](const char* name, const char* dtype, std::vector<std::uint64_t> shape,
                         std::uint64_t bytes) {
    header.tensors[name] = {dtype, std::move(shape), at, at + bytes};
    at += bytes;
  };
  const std::uint64_t words = vectors.size();
  place("vectors", "F32", {words, vectors.dim()}, words * vectors.dim() * sizeof(float));
  // Readers that map the file (PyTorch) want 8-byte numbers on 8-byte boundaries.
  const std::string padding(at % sizeof(std::uint64_t), '\0');
  if (!padding.empty()) place("padding", "U8", {padding.size()}, padding.size());
  const bool counts = vectors.vocabulary().HasCounts();
  if (counts) place("counts", "U64", {words}, packed.counts.size());
  place("word_offsets", "U64", {words + 1}, packed.offsets.size());
  place("words", "U8", {packed.words.size()}, packed.words.size());

  file.Write(MakeSafetensorsHeader(header));
  WriteDenseRows(vectors.matrix(), file);
  file.Write(padding);
  if (counts) file.Write(packed.counts);
  file.Write(packed.offsets);
  file.Write(packed.words);
}

}  // namespace firth::formats
