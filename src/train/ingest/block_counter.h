/// One thread's share of the pass over the corpus.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

#include "firth/train.h"
#include "text/word_counter.h"
#include "train/ingest/block_encoder.h"
#include "train/ingest/id_code.h"
#include "train/ingest/unit_store.h"
#include "train/memory.h"

namespace firth::train {

/// Whether ids are still kept: until those of all threads, and their tables of words, take more
/// memory than they may. Threads: safe.
class IdBudget {
 public:
  /// `memory` in bytes; 0 keeps none.
  explicit IdBudget(std::uint64_t memory) : memory_(memory), kept_(memory > 0) {}

  bool kept() const { return kept_.load(std::memory_order_relaxed); }
  void Take(std::uint64_t bytes) {
    if ((taken_ += bytes) > memory_) kept_.store(false, std::memory_order_relaxed);
  }

 private:
  std::uint64_t memory_;
  std::atomic<std::uint64_t> taken_ = 0;
  std::atomic<bool> kept_;
};

/// Counts the words of blocks and keeps their numbers, which are the thread's own: which of them
/// are which ids is known when all are counted. Not thread-safe, but for what the budgets share.
class BlockCounter {
 public:
  struct BlockTokens {
    std::uint64_t number = 0;
    std::uint64_t tokens = 0;
  };

  /// Both budgets must outlive it.
  BlockCounter(const TrainSettings& settings, IdBudget& id_budget, WordBudget& word_budget);
  BlockCounter(const BlockCounter&) = delete;
  BlockCounter& operator=(const BlockCounter&) = delete;

  /// Throws Error(kMemory) before the tables of words take more than `word_budget` allows.
  void Add(const TextBlock& block);
  /// After the last block: the line ends become a word where the settings say so.
  void Finish();

  text::WordCounter TakeWords() {
    words_.WatchGrowth({});
    return std::move(words_);
  }
  /// The numbers of words in kProvisional's code; nothing when the budget gave them up.
  std::vector<UnitStore::Chunk> TakeIds() { return ids_.TakeChunks(); }
  const std::vector<BlockTokens>& blocks() const { return blocks_; }
  TextWarnings warnings() const { return encoder_.warnings(); }

  /// How the thread's own numbers are written.
  static constexpr IdCode kProvisional{text::WordCounter::kMaxWords};

 private:
  /// Words on their way to the table: their places are fetched while others are looked up. An
  /// empty key is the end of a sentence.
  static constexpr std::size_t kBatch = 64;

  void Put(const text::WordCounter::Key& key) {
    batch_[in_batch_++] = key;
    if (in_batch_ == kBatch) Flush();
  }
  void Flush();
  /// Before the table of words takes so many more bytes. Ids that do not fit beside it go first.
  void TakeForTable(std::uint64_t bytes);

  BlockEncoder encoder_;
  bool counts_line_ends_;
  std::uint64_t line_ends_ = 0;
  IdBudget& id_budget_;
  WordBudget& word_budget_;
  text::WordCounter words_;
  UnitStore ids_;
  std::vector<BlockTokens> blocks_;
  std::array<text::WordCounter::Key, kBatch> batch_;
  std::size_t in_batch_ = 0;
  std::vector<IdCode::Unit> units_;  ///< of the block, as far as it is
  std::size_t units_used_ = 0;
};

}  // namespace firth::train
