#include <cstdint>
#include <span>
#include <string>

#include "formats/dense_rows.h"
#include "formats/packed_words.h"
#include "formats/safetensors.h"
#include "formats/safetensors_header.h"
#include "formats/subword_tensors.h"

namespace firth::formats {

namespace {

/// The widest numbers first, so that each stands where its width asks; `least` to `most` bytes
/// wide.
template <class Visit>
void ForEachBeside(const std::vector<TensorBeside>& tensors, std::size_t least, std::size_t most,
                   const Visit& visit) {
  for (std::size_t width = most; width >= least; width /= 2) {
    for (const TensorBeside& tensor : tensors) {
      if (tensor.width == width) visit(tensor);
    }
  }
}

}  // namespace

void WriteSafetensors(const WordVectors& vectors, base::AtomicFile& file) {
  WriteSafetensorsWith({}, {}, vectors, file);
}

void WriteSafetensorsWith(const std::vector<TensorBeside>& tensors, const Metadata& metadata,
                          const WordVectors& vectors, base::AtomicFile& file) {
  const PackedWords packed = Pack(vectors.vocabulary());
  SafetensorsHeader header;
  header.metadata = vectors.metadata();
  header.metadata.insert(metadata.begin(), metadata.end());
  header.metadata[kFormatKey] = "firth";
  header.metadata[kVersionKey] = kVersion;
  const std::uint64_t words = vectors.size();
  TensorPlacer placer(header);
  const auto place = [&](const TensorBeside& tensor) {
    placer.Place(tensor.name, tensor.dtype, tensor.shape, tensor.bytes.size());
  };
  const auto write = [&](const TensorBeside& tensor) { file.Write(tensor.bytes); };
  const std::uint64_t row_bytes = vectors.dim() * sizeof(float);
  placer.Place(kVectorsTensor, "F32", {words, vectors.dim()}, words * row_bytes);
  const SubwordTable* const subwords = vectors.subwords();
  const NgramTensors ngrams(subwords == nullptr ? nullptr : subwords->ngrams.get());
  if (subwords != nullptr) {
    NoteSubwords(subwords->settings, header.metadata);
    const std::uint64_t buckets = subwords->rows.rows();
    placer.Place(kNgramsTensor, "F32", {buckets, vectors.dim()}, buckets * row_bytes);
    if (subwords->kept) {
      placer.Place(kKeptTensor, "U32", {buckets}, buckets * sizeof(std::uint32_t));
    }
  }
  ForEachBeside(tensors, 4, 4, place);
  const std::string padding = placer.PadToWholeNumbers("padding");
  const bool counts = vectors.vocabulary().HasCounts();
  if (counts) placer.Place("counts", "U64", {words}, packed.counts.size());
  placer.Place("word_offsets", "U64", {words + 1}, packed.offsets.size());
  ngrams.PlaceOffsets(placer);
  ForEachBeside(tensors, 8, 8, place);
  ForEachBeside(tensors, 1, 2, place);
  placer.Place("words", "U8", {packed.words.size()}, packed.words.size());
  ngrams.PlaceBytes(placer);

  file.Write(MakeSafetensorsHeader(header));
  WriteDenseRows(vectors.matrix(), file);
  if (subwords != nullptr) WriteDenseRows(subwords->rows, file);
  if (subwords != nullptr && subwords->kept) {
    file.Write(std::as_bytes(std::span(subwords->kept->buckets())));
  }
  ForEachBeside(tensors, 4, 4, write);
  file.Write(padding);
  if (counts) file.Write(packed.counts);
  file.Write(packed.offsets);
  file.Write(ngrams.offsets());
  ForEachBeside(tensors, 8, 8, write);
  ForEachBeside(tensors, 1, 2, write);
  file.Write(packed.words);
  file.Write(ngrams.bytes());
}

}  // namespace firth::formats
