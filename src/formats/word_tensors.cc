#include "formats/word_tensors.h"

#include "formats/safetensors.h"
#include "formats/subword_tensors.h"

namespace firth::formats {

SafetensorsHeader OwnHeader(const Metadata& settings) {
  SafetensorsHeader header;
  header.metadata = settings;
  header.metadata[kFormatKey] = "firth";
  header.metadata[kVersionKey] = kVersion;
  return header;
}

WordTensors::WordTensors(const Vocabulary& words, bool counts, const Vocabulary* ngrams)
    : word_count_(words.size()), has_counts_(counts), words_(Pack(words)) {
  if (!counts) words_.counts.clear();
  if (ngrams == nullptr) return;
  ngram_count_ = ngrams->size();
  ngrams_ = Pack(*ngrams);
}

void WordTensors::PlaceNumbers(TensorPlacer& placer) const {
  if (has_counts_) placer.Place("counts", "U64", {word_count_}, words_.counts.size());
  placer.Place("word_offsets", "U64", {word_count_ + 1}, words_.offsets.size());
  if (ngrams_.offsets.empty()) return;
  placer.Place(kNgramOffsets, "U64", {ngram_count_ + 1}, ngrams_.offsets.size());
}

void WordTensors::PlaceBytes(TensorPlacer& placer) const {
  placer.Place("words", "U8", {words_.words.size()}, words_.words.size());
  if (ngrams_.offsets.empty()) return;
  placer.Place(kNgramBytes, "U8", {ngrams_.words.size()}, ngrams_.words.size());
}

}  // namespace firth::formats
