/// An encoder made small: a vector for each piece, and no network.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "firth/encoder.h"

namespace firth {

struct DistillSettings {
  /// Words that become pieces beside the encoder's own, the most frequent first.
  std::span<const std::string_view> words{};
  std::size_t dim = 256;  ///< columns that are kept; no more than the encoder has
  double sif = 1e-4;      ///< a of a / (a + p), by which frequent pieces count less; 0: all alike
  unsigned threads = 0;   ///< 0: one a processor
};

struct DistillReport {
  std::size_t pieces = 0;    ///< of the static model
  std::size_t left_out = 0;  ///< of `words`: known already, or split by the tokenizer
  double variance = 0;       ///< the share that `dim` columns keep: 0 to 1
  bool stopped = false;      ///< nothing was written
};

/// Each piece between [CLS] and [SEP], and each word, goes through the encoder; the vectors lose
/// their mean, keep `dim` principal components, and are weighted: a / (a + p) of Arora, Liang, Ma
/// (A simple but tough-to-beat baseline for sentence embeddings, ICLR 2017), where p is what Zipf's
/// law gives to the piece's rank, as in Model2Vec (van Dongen, Tulkens 2024). Written to `folder`
/// for Encoder::Load, model2vec and sentence-transformers. Progress is told in pieces. Throws
/// Error: kSettings, kInput (a static model already), kIo.
DistillReport Distill(const Encoder& encoder, const DistillSettings& settings,
                      const std::string& folder, const EncodeObserver& observer = {});

}  // namespace firth
