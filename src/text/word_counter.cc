#include "text/word_counter.h"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "firth/error.h"

namespace firth::text {
namespace {

/// 2 MB, of which a small text touches little.
constexpr std::size_t kFirstSlots = std::size_t{1} << 16;

}  // namespace

WordCounter::WordCounter()
    : memory_(kFirstSlots * sizeof(Slot)),
      slots_(memory_.As<Slot>()),
      mask_(kFirstSlots - 1),
      shift_(static_cast<unsigned>(std::countl_zero(kFirstSlots)) + 1) {}

WordCounter::Key WordCounter::KeyOf(std::string_view word) {
  if (word.size() > kInlineBytes) return LongKey(word);
  char padded[kInlineBytes] = {};
  std::copy(word.begin(), word.end(), padded);
  return KeyOf(PaddedWord(padded, word.size()));
}

WordCounter::Key WordCounter::LongKey(std::string_view word) {
  const std::uint64_t hash = XXH3_64bits(word.data(), word.size());
  return {.low = hash,
          .high = reinterpret_cast<std::uint64_t>(word.data()),
          .hash = hash,
          .length = static_cast<std::uint32_t>(word.size())};
}

std::uint32_t WordCounter::Insert(const Key& key, std::uint64_t times) {
  if (used_ >= kMaxWords) {
    throw Error(ErrorKind::kInput, fmt::format("more than {} different words", kMaxWords));
  }
  if (key.length > kInlineBytes) GrowBytes(key.length);
  if ((used_ + 1) * 4 > slots_.size() * 3) Grow();
  Slot& slot = FirstEmpty(key.hash);
  slot = {key.low, key.high, times, static_cast<std::uint32_t>(used_), key.length};
  if (key.length > kInlineBytes) {
    const auto* word = reinterpret_cast<const char*>(key.high);
    slot.high = bytes_.size();
    bytes_.insert(bytes_.end(), word, word + key.length);
  }
  ++used_;
  return slot.id;
}

WordCounter::Slot& WordCounter::FirstEmpty(std::uint64_t hash) {
  std::size_t at = HomeOf(hash);
  while (slots_[at].length != 0) at = (at + 1) & mask_;
  return slots_[at];
}

/// Makes room for a word of so many bytes. What is reserved takes memory as it is written to: the
/// former bytes and their copy are no more than the new room.
void WordCounter::GrowBytes(std::size_t more) {
  const std::size_t wanted = bytes_.size() + more;
  if (wanted <= bytes_.capacity()) return;
  const std::size_t larger = std::max(wanted, bytes_.capacity() * 2);
  AnnounceGrowth(larger - bytes_.capacity());
  bytes_.reserve(larger);
}

/// Slots are in the order of their hashes' upper bits, so that old and new ones are gone through
/// from beginning to end, and as many old ones are given back as new ones take memory.
void WordCounter::Grow() {
  AnnounceGrowth(memory_.size());
  base::Pages old = std::exchange(memory_, base::Pages(memory_.size() * 2));
  slots_ = memory_.As<Slot>();
  mask_ = slots_.size() - 1;
  --shift_;
  const std::span<const Slot> slots = old.As<Slot>();
  for (std::size_t begin = 0; begin < slots.size(); begin += kFirstSlots) {
    const std::span<const Slot> piece = slots.subspan(begin, kFirstSlots);
    for (const Slot& slot : piece) {
      if (slot.length != 0) FirstEmpty(HashOf(slot)) = slot;
    }
    old.GiveBack(begin * sizeof(Slot), piece.size_bytes());
  }
}

std::size_t WordCounter::MemoryBytes() const { return memory_.size() + bytes_.capacity(); }

}  // namespace firth::text
