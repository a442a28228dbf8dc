#include "train/block_feed.h"

#include <atomic>
#include <mutex>
#include <utility>

#include "firth/error.h"

namespace firth::train {
namespace {

class MemoryFeed final : public BlockFeed {
 public:
  MemoryFeed(const IdStream& stream, std::size_t epochs)
      : stream_(stream), total_(epochs * stream.blocks.size()) {}

  std::optional<Assignment> Next(FeedScratch& /*scratch*/) override {
    const std::uint64_t at = next_.fetch_add(1, std::memory_order_relaxed);
    if (at >= total_) return std::nullopt;
    const std::uint64_t block = at % stream_.blocks.size();
    return Assignment{at / stream_.blocks.size(), block, stream_.blocks[block]};
  }

 private:
  const IdStream& stream_;
  std::uint64_t total_;
  std::atomic<std::uint64_t> next_ = 0;
};

/// Reading is done under a lock, in order; turning text into ids is done by the worker.
class ReadingFeed final : public BlockFeed {
 public:
  ReadingFeed(const Corpus& corpus, std::uint64_t blocks, const Vocabulary& vocabulary,
              const TrainSettings& settings)
      : corpus_(corpus), blocks_(blocks), vocabulary_(vocabulary), settings_(settings) {}

  std::optional<Assignment> Next(FeedScratch& scratch) override {
    const auto read = Read();
    if (!read) return std::nullopt;
    const auto& [epoch, text] = *read;
    scratch.encoder.Encode(text.text, vocabulary_, scratch.ids);
    return Assignment{epoch, text.number, scratch.ids};
  }

 private:
  std::optional<std::pair<std::size_t, TextBlock>> Read() {
    const std::scoped_lock lock(mutex_);
    while (epoch_ < settings_.epochs) {
      if (!reader_) reader_ = corpus_.Open();
      auto block = reader_->Next();
      if (block && block->number >= blocks_) ThrowChanged();
      if (block) return std::pair(epoch_, std::move(*block));
      reader_.reset();
      ++epoch_;
    }
    return std::nullopt;
  }

  [[noreturn]] static void ThrowChanged() {
    throw Error(ErrorKind::kInput, "the corpus has grown while it was read; train again");
  }

  const Corpus& corpus_;
  std::uint64_t blocks_;
  const Vocabulary& vocabulary_;
  const TrainSettings& settings_;
  std::mutex mutex_;
  std::unique_ptr<BlockReader> reader_;
  std::size_t epoch_ = 0;
};

}  // namespace

std::unique_ptr<BlockFeed> MakeBlockFeed(const Corpus& corpus, const Ingested& ingested,
                                         const Vocabulary& vocabulary,
                                         const TrainSettings& settings) {
  if (ingested.ids) return std::make_unique<MemoryFeed>(*ingested.ids, settings.epochs);
  return std::make_unique<ReadingFeed>(corpus, ingested.blocks(), vocabulary, settings);
}

}  // namespace firth::train
