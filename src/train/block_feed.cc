#include "train/block_feed.h"

#include <atomic>
#include <mutex>
#include <utility>

#include "firth/error.h"

namespace firth::train {
namespace {

class MemoryFeed final : public BlockFeed {
 public:
  MemoryFeed(const IdStream& stream, std::size_t epoch) : stream_(stream), epoch_(epoch) {}

  std::optional<Assignment> Next(FeedScratch& scratch) override {
    const std::uint64_t block = next_.fetch_add(1, std::memory_order_relaxed);
    if (block >= stream_.blocks()) return std::nullopt;
    stream_.Decode(block, scratch.ids);
    return Assignment{epoch_, block, scratch.ids};
  }

 private:
  const IdStream& stream_;
  std::size_t epoch_;
  std::atomic<std::uint64_t> next_ = 0;
};

/// Reading is done under a lock, in order; turning text into ids is done by the worker.
class ReadingFeed final : public BlockFeed {
 public:
  ReadingFeed(const Corpus& corpus, std::uint64_t blocks, const Vocabulary& vocabulary,
              std::size_t epoch)
      : reader_(corpus.Open()), blocks_(blocks), vocabulary_(vocabulary), epoch_(epoch) {}

  std::optional<Assignment> Next(FeedScratch& scratch) override {
    const auto text = Read();
    if (!text) return std::nullopt;
    scratch.encoder.Encode(*text, vocabulary_, scratch.ids);
    return Assignment{epoch_, text->number, scratch.ids};
  }

 private:
  std::optional<TextBlock> Read() {
    const std::scoped_lock lock(mutex_);
    auto block = reader_->Next();
    if (block && block->number >= blocks_) {
      throw Error(ErrorKind::kInput, "the corpus has grown while it was read; train again");
    }
    return block;
  }

  std::mutex mutex_;
  std::unique_ptr<BlockReader> reader_;
  std::uint64_t blocks_;
  const Vocabulary& vocabulary_;
  std::size_t epoch_;
};

}  // namespace

std::unique_ptr<BlockFeed> MakeBlockFeed(const Corpus& corpus, const Ingested& ingested,
                                         const Vocabulary& vocabulary, std::size_t epoch) {
  if (ingested.ids) return std::make_unique<MemoryFeed>(*ingested.ids, epoch);
  return std::make_unique<ReadingFeed>(corpus, ingested.blocks(), vocabulary, epoch);
}

}  // namespace firth::train
