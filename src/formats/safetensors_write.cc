#include <cstdint>
#include <span>
#include <string>

#include "formats/dense_rows.h"
#include "formats/packed_words.h"
#include "formats/safetensors.h"
#include "formats/safetensors_header.h"
#include "formats/subword_tensors.h"

namespace firth::formats {

void WriteSafetensors(const WordVectors& vectors, base::AtomicFile& file) {
  const PackedWords packed = Pack(vectors.vocabulary());
  SafetensorsHeader header;
  header.metadata = vectors.metadata();
  header.metadata[kFormatKey] = "firth";
  header.metadata[kVersionKey] = kVersion;
  const std::uint64_t words = vectors.size();
  TensorPlacer placer(header);
  const std::uint64_t row_bytes = vectors.dim() * sizeof(float);
  placer.Place(kVectorsTensor, "F32", {words, vectors.dim()}, words * row_bytes);
  const SubwordTable* const subwords = vectors.subwords();
  if (subwords != nullptr) {
    NoteSubwords(subwords->settings, header.metadata);
    const std::uint64_t buckets = subwords->rows.rows();
    placer.Place(kNgramsTensor, "F32", {buckets, vectors.dim()}, buckets * row_bytes);
    if (subwords->kept) {
      placer.Place(kKeptTensor, "U32", {buckets}, buckets * sizeof(std::uint32_t));
    }
  }
  const std::string padding = placer.PadToWholeNumbers("padding");
  const bool counts = vectors.vocabulary().HasCounts();
  if (counts) placer.Place("counts", "U64", {words}, packed.counts.size());
  placer.Place("word_offsets", "U64", {words + 1}, packed.offsets.size());
  placer.Place("words", "U8", {packed.words.size()}, packed.words.size());

  file.Write(MakeSafetensorsHeader(header));
  WriteDenseRows(vectors.matrix(), file);
  if (subwords != nullptr) WriteDenseRows(subwords->rows, file);
  if (subwords != nullptr && subwords->kept) {
    file.Write(std::as_bytes(std::span(subwords->kept->buckets())));
  }
  file.Write(padding);
  if (counts) file.Write(packed.counts);
  file.Write(packed.offsets);
  file.Write(packed.words);
}

}  // namespace firth::formats
