/// Static models of texts: a vector for each piece, and no network. Made of an encoder, or of word
/// vectors.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "firth/encoder.h"
#include "firth/word_vectors.h"

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
  std::size_t left_out = 0;  ///< of the words: known already, or split by the tokenizer
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

struct WordTextsSettings {
  double sif = 1e-3;  ///< as above; 0: all words alike, and a text is the mean of its words
  /// Texts like those to come: what their vectors have in common is taken out. Empty: nothing is.
  std::span<const std::string_view> texts{};
};

/// Each word is a piece, so that a text's vector is the weighted mean of its words', made of length
/// 1 unless `normalize` is off. With `sif`, p is the word's share of all counts, or by Zipf's law
/// from its rank where there are no counts. With `texts`, the vectors lose their part along the
/// first singular vector of the texts' vectors: Arora, Liang, Ma's whole method, which is linear
/// and so can be done to words; the texts' vectors are in memory meanwhile. Case and accents are
/// told apart where words that do so make up a hundredth of a text; a word that the tokenizer would
/// split is left out. `variance` is the share of the texts' squares that was taken out. Throws
/// Error: kSettings, kInput (no word is left, or no text holds one), kIo.
DistillReport DistillWords(const WordVectors& words, const WordTextsSettings& settings,
                           const std::string& folder);

}  // namespace firth
