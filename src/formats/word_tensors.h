/// Words, counts and n-grams as tensors of firth's own files, on their way into one.
#pragma once

#include <cstdint>

#include "firth/text.h"
#include "formats/packed_words.h"
#include "formats/safetensors_header.h"

namespace firth::formats {

/// The settings and, beside them, what the file says of itself.
SafetensorsHeader OwnHeader(const Metadata& settings);

/// Numbers come before bytes, and begin on a multiple of 8. Place and Write go in one order.
class WordTensors {
 public:
  /// `ngrams`: those that have a row each; null where they share rows, or there are none.
  WordTensors(const Vocabulary& words, bool counts, const Vocabulary* ngrams);

  void PlaceNumbers(TensorPlacer& placer) const;
  void PlaceBytes(TensorPlacer& placer) const;

  /// Into what has Write(std::string_view).
  template <class File>
  void WriteNumbers(File& file) const {
    file.Write(words_.counts);
    file.Write(words_.offsets);
    file.Write(ngrams_.offsets);
  }
  template <class File>
  void WriteBytes(File& file) const {
    file.Write(words_.words);
    file.Write(ngrams_.words);
  }

 private:
  std::uint64_t word_count_;
  std::uint64_t ngram_count_ = 0;
  bool has_counts_;
  PackedWords words_;
  PackedWords ngrams_;  ///< empty without
};

}  // namespace firth::formats
