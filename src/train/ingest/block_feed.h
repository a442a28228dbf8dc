/// Hands the blocks of an epoch to the workers.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "firth/train.h"
#include "train/ingest/block_encoder.h"
#include "train/ingest/ingest.h"

namespace firth::train {

/// A block as a worker gets it. `ids` live until the worker asks for its next block.
struct Assignment {
  std::size_t epoch = 0;  ///< from 0
  std::uint64_t block = 0;
  std::span<const TokenId> ids;
};

/// What a worker keeps between two blocks: the feed's scratch memory.
struct FeedScratch {
  explicit FeedScratch(const TrainSettings& settings) : encoder(settings) {}

  BlockEncoder encoder;
  std::vector<TokenId> ids;
};

/// Every block of an epoch once, in order, with rests between two blocks: when nobody is given any
/// more, and those in hand are done, exactly the blocks before next() have been trained. Threads:
/// all functions may be called by several.
class BlockFeed {
 public:
  virtual ~BlockFeed() = default;

  /// Nothing when all are handed out, or while it rests. Throws what reading throws, and
  /// Error(kInput) when the corpus has changed since it was counted.
  std::optional<Assignment> Next(FeedScratch& scratch);

  /// Hands out no further round: the blocks of one that has begun are still handed out.
  void Rest();
  /// Hands out blocks again, those before `block`.
  void GoOnTo(std::uint64_t block);
  /// The block that is handed out next.
  std::uint64_t next() const;
  /// True when no block is left.
  bool IsAtEnd() const { return next() >= blocks_; }

 protected:
  BlockFeed(std::size_t epoch, std::uint64_t first, std::uint64_t blocks, std::uint64_t round)
      : epoch_(epoch), blocks_(blocks), round_(round), next_(first), end_(blocks) {}

 private:
  /// The text of a block, where it is needed. Called under a lock, in order.
  virtual TextBlock Read(std::uint64_t block) = 0;
  /// Its ids. Called by several threads at once.
  virtual std::span<const TokenId> Ids(std::uint64_t block, const TextBlock& text,
                                       FeedScratch& scratch) = 0;

  /// `block`, or the end of the round that it is in the middle of.
  std::uint64_t RoundEnd(std::uint64_t block) const;

  std::size_t epoch_;
  std::uint64_t blocks_;
  std::uint64_t round_;
  mutable std::mutex mutex_;
  std::uint64_t next_;
  std::uint64_t end_;  ///< no block from this on is handed out now
};

/// The blocks of one epoch (from 0) from block `first` on: from the ids in memory where there are
/// some, else from the corpus, read again. Rests fall between two rounds of `round` blocks each,
/// counted from the epoch's start. All arguments must outlive the feed.
std::unique_ptr<BlockFeed> MakeBlockFeed(const Corpus& corpus, const Ingested& ingested,
                                         const Vocabulary& vocabulary, std::size_t epoch,
                                         std::uint64_t first = 0, std::uint64_t round = 1);

}  // namespace firth::train
