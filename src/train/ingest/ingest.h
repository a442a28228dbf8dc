/// The pass over the corpus before training: what words there are, and where.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "firth/train.h"
#include "text/subword_rows.h"
#include "train/ingest/id_stream.h"

namespace firth::train {

struct Ingested {
  Vocabulary vocabulary;
  /// Its n-grams that have a row each (ChooseNgrams); null where they share rows, or there are
  /// none.
  std::shared_ptr<const Vocabulary> ngrams{};
  /// The rows of its words as they are trained, once memory for them is known to be there: those of
  /// buckets are packed. Missing without subwords.
  std::optional<text::SubwordRows> subwords{};
  /// Tokens (unknown ones included) before each block, and behind the last one all of them.
  std::vector<std::uint64_t> tokens_before;
  /// Missing when it would have taken more memory than there is: then the corpus is read again.
  std::optional<IdStream> ids;
  /// Of the corpus, byte by byte and block by block: another text has another one.
  std::uint64_t fingerprint = 0;

  /// Whether the blocks stand in another order than in the corpus (ShuffleBlocks).
  bool shuffled = false;
  /// Corpus::places
  BlockPlaces places{};
  std::uint64_t block_bytes = kBlockBytes;  ///< Corpus::block_bytes
  /// Whether any word of the text is in the vocabulary. False of a part alone (TextKind::kPart).
  bool has_words = true;

  std::uint64_t blocks() const { return tokens_before.size() - 1; }
  std::uint64_t tokens() const { return tokens_before.back(); }
};

/// Whether others train on the rest of the text: what a part holds need not be worth training on.
enum class TextKind { kWhole, kPart };

/// Chooses the vocabulary, given all words with their counts.
using ChooseVocabulary = std::function<Vocabulary(const Vocabulary& counted)>;

/// Which of the counted words the settings ask for.
VocabularySettings SelectionOf(const TrainSettings& settings);

/// Reads the corpus once, with the threads that the settings name. Each numbers words as they come;
/// when all are counted and the vocabulary is settled, the numbers are exchanged for its ids, so
/// that even standard input needs one pass only. The result is the same for any number of threads.
/// With settings.read_vocab the words come from there; with settings.id_cache all of it, where that
/// file fits (IdCache); with `choose`, which goes before that file, they are what it returns.
/// `memory` bounds the ids and the tables of words, in bytes; 0 keeps no ids. Empty when a stop was
/// requested on the way. What counting took is given back to the system. Throws Error(kInput) when
/// there is nothing to train on in a whole text.
Ingested Ingest(const Corpus& corpus, const TrainSettings& settings, std::uint64_t memory,
                const TrainObserver& observer, const ChooseVocabulary& choose = {},
                TextKind kind = TextKind::kWhole);

}  // namespace firth::train
