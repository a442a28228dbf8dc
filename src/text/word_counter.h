/// Words and how often they occur, made for counting at the speed at which text is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/pages.h"
#include "text/padded_word.h"

namespace firth::text {

/// Numbers words from 0 in the order of their first occurrence, and counts them. Open addressing
/// with slots of 32 bytes, two a cache line; a word of up to 16 bytes lies in its slot, so that
/// finding it touches nothing else. Not thread-safe: one a thread (MergedWords joins them).
class WordCounter {
 public:
  /// A word as the table looks it up: 16 bytes padded with zeros, or for a longer one its hash and
  /// its address.
  struct Key {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::uint64_t hash = 0;
    std::uint32_t length = 0;
  };

  /// `length` 0 is an empty slot. A longer word has its hash in `low`, and in `high` where its
  /// bytes begin.
  struct Slot {
    std::uint64_t low;
    std::uint64_t high;
    std::uint64_t count;
    std::uint32_t id;
    std::uint32_t length;
  };

  static constexpr std::size_t kInlineBytes = 16;
  /// The most words of one counter: 2^31 - 2^16.
  static constexpr std::uint32_t kMaxWords = 0x7FFF0000;

  WordCounter();

  /// The key lives as long as the word. REQUIRES: 0 < word.size() < 2^32.
  static Key KeyOf(std::string_view word);
  static Key KeyOf(PaddedWord word) {
    if (word.size() > kInlineBytes) return LongKey(word);
    Key key;
    std::memcpy(&key.low, word.data(), 8);
    std::memcpy(&key.high, word.data() + 8, 8);
    key.low &= kLowMask[word.size()];
    key.high &= kLowMask[word.size() > 8 ? word.size() - 8 : 0];
    key.length = static_cast<std::uint32_t>(word.size());
    key.hash = HashOf(key.low, key.high);
    return key;
  }

  /// Has the key's place fetched into the cache, for an Add that follows a little later.
  void Prefetch(const Key& key) const { __builtin_prefetch(&slots_[HomeOf(key.hash)], /*rw=*/1); }

  /// `times` occurrences of a word; returns its number. Throws Error(kInput) past kMaxWords.
  std::uint32_t Add(const Key& key, std::uint64_t times = 1) {
    for (std::size_t at = HomeOf(key.hash);; at = (at + 1) & mask_) {
      Slot& slot = slots_[at];
      if (slot.length == 0) return Insert(key, times);
      if (!IsWord(slot, key)) continue;
      slot.count += times;
      return slot.id;
    }
  }
  std::uint32_t Add(std::string_view word, std::uint64_t times = 1) {
    return Add(KeyOf(word), times);
  }

  /// Different words.
  std::size_t size() const { return used_; }
  std::size_t MemoryBytes() const;
  /// Calls before_growth(bytes) each time before so many more bytes are taken. That is all: a table
  /// that grows gives back its former self while the larger one is filled. When before_growth
  /// throws, Add does, and the counter is as it was.
  void WatchGrowth(std::function<void(std::size_t bytes)> before_growth) {
    before_growth_ = std::move(before_growth);
  }

  /// The word of a slot that is not empty; lives until the next Add.
  std::string_view Word(const Slot& slot) const {
    if (slot.length > kInlineBytes) return {bytes_.data() + slot.high, slot.length};
    return {reinterpret_cast<const char*>(&slot), slot.length};
  }
  static std::uint64_t HashOf(const Slot& slot) {
    return slot.length > kInlineBytes ? slot.low : HashOf(slot.low, slot.high);
  }

  /// Calls visit(slot) for each word whose hash begins with the kRangeBits bits of `range`. The
  /// ranges of two counters correspond: equal words are in the same one.
  template <class Visit>
  void ForEachInRange(std::size_t range, const Visit& visit) const {
    const std::size_t slots = slots_.size() >> kRangeBits;
    // Words pushed out of the range before lie at its beginning, its own may lie past its end.
    std::size_t left = slots;
    for (std::size_t at = range * slots;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      const bool inside = left > 0;
      if (inside) --left;
      if (slot.length == 0) {
        if (!inside) return;
        continue;
      }
      if (HashOf(slot) >> (64 - kRangeBits) == range) visit(slot);
    }
  }
  static constexpr std::size_t kRangeBits = 8;

 private:
  static constexpr std::uint64_t kLowMask[kInlineBytes + 1] = {0,
                                                               0xFF,
                                                               0xFFFF,
                                                               0xFFFFFF,
                                                               0xFFFFFFFF,
                                                               0xFFFFFFFFFF,
                                                               0xFFFFFFFFFFFF,
                                                               0xFFFFFFFFFFFFFF,
                                                               ~std::uint64_t{0},
                                                               ~std::uint64_t{0},
                                                               ~std::uint64_t{0},
                                                               ~std::uint64_t{0},
                                                               ~std::uint64_t{0},
                                                               ~std::uint64_t{0},
                                                               ~std::uint64_t{0},
                                                               ~std::uint64_t{0},
                                                               ~std::uint64_t{0}};

  /// Both halves of a 128-bit product, folded. A factor is never zero for UTF-8: the constants,
  /// of otherwise random bits, hold bytes that no UTF-8 has.
  static std::uint64_t HashOf(std::uint64_t low, std::uint64_t high) {
    __extension__ using Wide = unsigned __int128;
    constexpr std::uint64_t kLow = 0x9E37'FF7F'4AC1'C0B5;
    constexpr std::uint64_t kHigh = 0xD6E8'FEB8'6659'FD93;
    const Wide product = Wide{low ^ kLow} * (high ^ kHigh);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
  static Key LongKey(std::string_view word);

  std::size_t HomeOf(std::uint64_t hash) const { return hash >> shift_; }

  bool IsWord(const Slot& slot, const Key& key) const {
    if (slot.length != key.length || slot.low != key.low) return false;
    if (key.length <= kInlineBytes) return slot.high == key.high;
    return std::memcmp(bytes_.data() + slot.high, reinterpret_cast<const char*>(key.high),
                       key.length) == 0;
  }

  std::uint32_t Insert(const Key& key, std::uint64_t times);
  void AnnounceGrowth(std::size_t bytes) const {
    if (before_growth_) before_growth_(bytes);
  }
  void Grow();
  void GrowBytes(std::size_t more);
  Slot& FirstEmpty(std::uint64_t hash);

  base::Pages memory_;
  std::span<Slot> slots_;
  std::size_t mask_ = 0;
  unsigned shift_ = 0;
  std::size_t used_ = 0;
  std::vector<char> bytes_;  ///< of the words that are longer than a slot
  std::function<void(std::size_t bytes)> before_growth_;
};

}  // namespace firth::text
