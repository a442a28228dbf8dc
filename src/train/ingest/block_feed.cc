#include "train/ingest/block_feed.h"

#include <algorithm>
#include <utility>

#include "firth/error.h"
#include "train/ingest/fingerprint.h"

namespace firth::train {
namespace {

class MemoryFeed final : public BlockFeed {
 public:
  MemoryFeed(const IdStream& stream, std::size_t epoch, std::uint64_t first, std::uint64_t round)
      : BlockFeed(epoch, first, stream.blocks(), round), stream_(stream) {}

 private:
  TextBlock Read(std::uint64_t /*block*/) override { return {}; }
  std::span<const TokenId> Ids(std::uint64_t block, const TextBlock& /*text*/,
                               FeedScratch& scratch) override {
    stream_.Decode(block, scratch.ids);
    return scratch.ids;
  }

  const IdStream& stream_;
};

/// Reading is done in order; turning text into ids is done by each worker for itself.
class ReadingFeed final : public BlockFeed {
 public:
  ReadingFeed(const Corpus& corpus, const Ingested& ingested, const Vocabulary& vocabulary,
              std::size_t epoch, std::uint64_t first, std::uint64_t round)
      : BlockFeed(epoch, first, ingested.blocks(), round),
        reader_(corpus.Open()),
        ingested_(ingested),
        vocabulary_(vocabulary) {
    for (std::uint64_t i = 0; i < first; ++i) Advance();
  }

 private:
  TextBlock Read(std::uint64_t block) override {
    TextBlock text = Advance();
    if (block + 1 < ingested_.blocks()) return text;
    if (reader_->Next()) ThrowChanged("grown");
    if (fingerprint_ != ingested_.fingerprint) ThrowChanged("changed");
    return text;
  }
  std::span<const TokenId> Ids(std::uint64_t /*block*/, const TextBlock& text,
                               FeedScratch& scratch) override {
    scratch.encoder.Encode(text, vocabulary_, scratch.ids);
    return scratch.ids;
  }

  TextBlock Advance() {
    auto text = reader_->Next();
    if (!text) ThrowChanged("become shorter");
    fingerprint_ += BlockFingerprint(*text, ingested_.places);
    return std::move(*text);
  }

  [[noreturn]] static void ThrowChanged(const std::string& how) {
    throw Error(ErrorKind::kInput, "the corpus has " + how +
                                       " since its words were counted; train again on a text "
                                       "that stays as it is");
  }

  std::unique_ptr<BlockReader> reader_;
  const Ingested& ingested_;
  const Vocabulary& vocabulary_;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace

std::optional<Assignment> BlockFeed::Next(FeedScratch& scratch) {
  TextBlock text;
  std::uint64_t block = 0;
  {
    const std::scoped_lock lock(mutex_);
    if (next_ >= end_) return std::nullopt;
    text = Read(next_);
    block = next_++;
  }
  return Assignment{epoch_, block, Ids(block, text, scratch)};
}

void BlockFeed::Rest() {
  const std::scoped_lock lock(mutex_);
  end_ = std::min(end_, RoundEnd(next_));
}

void BlockFeed::GoOnTo(std::uint64_t block) {
  const std::scoped_lock lock(mutex_);
  end_ = block < blocks_ ? std::min(RoundEnd(block), blocks_) : blocks_;
}

std::uint64_t BlockFeed::RoundEnd(std::uint64_t block) const {
  return (block + round_ - 1) / round_ * round_;
}

std::uint64_t BlockFeed::next() const {
  const std::scoped_lock lock(mutex_);
  return next_;
}

std::unique_ptr<BlockFeed> MakeBlockFeed(const Corpus& corpus, const Ingested& ingested,
                                         const Vocabulary& vocabulary, std::size_t epoch,
                                         std::uint64_t first, std::uint64_t round) {
  if (ingested.ids) return std::make_unique<MemoryFeed>(*ingested.ids, epoch, first, round);
  return std::make_unique<ReadingFeed>(corpus, ingested, vocabulary, epoch, first, round);
}

}  // namespace firth::train
