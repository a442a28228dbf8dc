#include <cstdint>
#include <span>
#include <string>

#include "formats/dense_rows.h"
#include "formats/packed_words.h"
#include "formats/safetensors.h"
#include "formats/safetensors_header.h"
#include "formats/subword_tensors.h"
#include "formats/word_tensors.h"

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
  SafetensorsHeader header = OwnHeader(vectors.metadata());
  header.metadata.insert(metadata.begin(), metadata.end());
  TensorPlacer placer(header);
  const auto place = [&](const TensorBeside& tensor) {
    placer.Place(tensor.name, tensor.dtype, tensor.shape, tensor.bytes.size());
  };
  const auto write = [&](const TensorBeside& tensor) { file.Write(tensor.bytes); };
  const std::uint64_t row_bytes = vectors.dim() * sizeof(float);
  placer.Place(kVectorsTensor, "F32", {vectors.size(), vectors.dim()}, vectors.size() * row_bytes);
  const SubwordTable* const subwords = vectors.subwords();
  const WordTensors words(vectors.vocabulary(), vectors.vocabulary().HasCounts(),
                          subwords == nullptr ? nullptr : subwords->ngrams.get());
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
  words.PlaceNumbers(placer);
  ForEachBeside(tensors, 8, 8, place);
  ForEachBeside(tensors, 1, 2, place);
  words.PlaceBytes(placer);

  file.Write(MakeSafetensorsHeader(header));
  WriteDenseRows(vectors.matrix(), file);
  if (subwords != nullptr) WriteDenseRows(subwords->rows, file);
  if (subwords != nullptr && subwords->kept) {
    file.Write(std::as_bytes(std::span(subwords->kept->buckets())));
  }
  ForEachBeside(tensors, 4, 4, write);
  file.Write(padding);
  words.WriteNumbers(file);
  ForEachBeside(tensors, 8, 8, write);
  ForEachBeside(tensors, 1, 2, write);
  words.WriteBytes(file);
}

}  // namespace firth::formats
