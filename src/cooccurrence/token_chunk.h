/// A stretch of the corpus, and where in it each word stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/pages.h"
#include "firth/train.h"
#include "train/ingest/block_feed.h"

namespace firth::cooccurrence {

/// The ids of some blocks one behind the other, sentences apart, and the places of each word: what
/// stands around a word is found without a look at the rest of the text. Immutable once made.
class TokenChunk {
 public:
  /// Stands before, between and behind sentences.
  static constexpr std::uint32_t kEnd = 0xFFFFFFFF;
  /// Bytes that a token takes at most, ends of sentences included: sentences of one word, which
  /// have no pairs, are left out.
  static constexpr std::uint64_t kBytesPerToken = 10;
  /// The most tokens: a place, ends included, is 32 bits.
  static constexpr std::uint64_t kMostTokens = std::uint64_t{0xFFFFFF00} * 2 / 3;

  /// Takes the blocks that `feed` hands out, on so many threads. `tokens`: at most so many come,
  /// which is at most kMostTokens. `stop` ends it early; the chunk is then not to be used. `tick`
  /// is called from this thread. Throws what the feed throws.
  TokenChunk(train::BlockFeed& feed, std::uint64_t tokens, std::size_t words,
             const TrainSettings& settings, unsigned threads, const std::stop_token& stop,
             const std::function<void()>& tick);

  /// Bytes that making one takes besides the tokens.
  static std::uint64_t TableBytes(std::uint64_t words, std::uint64_t threads) {
    return words * (threads + 1) * sizeof(std::uint32_t);
  }

  std::uint64_t MemoryBytes() const { return (2 * used_ + begins_.size()) * sizeof(std::uint32_t); }

  /// kEnd stands before the first place and behind the last.
  const std::uint32_t* ids() const { return ids_.As<const std::uint32_t>().data(); }
  /// Where in ids() a word stands.
  std::span<const std::uint32_t> PlacesOf(std::uint32_t word) const {
    return places_.As<const std::uint32_t>().subspan(begins_[word],
                                                     begins_[word + 1] - begins_[word]);
  }

 private:
  void Fill(train::BlockFeed& feed, std::uint64_t tokens, const TrainSettings& settings,
            unsigned threads, const std::stop_token& stop, const std::function<void()>& tick);
  void FindPlaces(std::size_t words, unsigned threads);

  base::Pages ids_;
  std::size_t used_ = 0;  ///< of ids_
  base::Pages places_;
  std::vector<std::uint32_t> begins_;  ///< in places_, and the last one's end
};

}  // namespace firth::cooccurrence
