/// The pass over the corpus before training: what words there are, and where.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "firth/train.h"

namespace firth::train {

/// The corpus as ids, block by block, with kSentenceEnd between sentences.
struct IdStream {
  std::vector<std::vector<TokenId>> blocks;
  std::uint64_t MemoryBytes() const;
};

struct Ingested {
  Vocabulary vocabulary;
  /// Tokens (unknown ones included) before each block, and behind the last one all of them.
  std::vector<std::uint64_t> tokens_before;
  /// Missing when it would have taken more memory than there is: then the corpus is read again.
  std::optional<IdStream> ids;
  /// Of the corpus, byte by byte and block by block: another text has another one.
  std::uint64_t fingerprint = 0;

  std::uint64_t blocks() const { return tokens_before.size() - 1; }
  std::uint64_t tokens() const { return tokens_before.back(); }
};

/// Chooses the vocabulary, given all words with their counts.
using ChooseVocabulary = std::function<Vocabulary(const Vocabulary& counted)>;

/// Reads the corpus once. Words get numbers as they come; when all are counted and the vocabulary
/// is settled, the numbers are exchanged for its ids, so that even standard input needs one pass
/// only. With settings.read_vocab the words come from there, with `choose` they are what it
/// returns. `memory` bounds the ids, in bytes; 0 keeps none. Empty when a stop was requested on the
/// way. Throws Error(kInput) when there is nothing to train on.
Ingested Ingest(const Corpus& corpus, const TrainSettings& settings, std::uint64_t memory,
                const TrainObserver& observer, const ChooseVocabulary& choose = {});

}  // namespace firth::train
