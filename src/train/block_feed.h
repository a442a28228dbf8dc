/// Hands the blocks of an epoch to the workers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "firth/train.h"
#include "train/block_encoder.h"
#include "train/ingest.h"

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

/// Every block of an epoch once, in order. Threads: asking from several is safe.
class BlockFeed {
 public:
  virtual ~BlockFeed() = default;
  /// Nothing when all are handed out. Throws what reading throws.
  virtual std::optional<Assignment> Next(FeedScratch& scratch) = 0;
};

/// The blocks of one epoch (from 0): from the ids in memory where there are some, else from the
/// corpus, read again. All arguments must outlive the feed.
std::unique_ptr<BlockFeed> MakeBlockFeed(const Corpus& corpus, const Ingested& ingested,
                                         const Vocabulary& vocabulary, std::size_t epoch);

}  // namespace firth::train
