#include "text/word_table.h"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>

#include "firth/error.h"
#include "firth/types.h"

namespace firth::text {
namespace {

constexpr std::uint32_t kEmpty = WordTable::kNone;
constexpr std::size_t kFirstSlots = 1024;

std::uint64_t Hash(std::string_view word) { return XXH3_64bits(word.data(), word.size()); }
std::uint32_t Tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

std::size_t SlotsFor(std::size_t words) {
  return std::max(kFirstSlots, std::bit_ceil(words * 4 / 3 + 1));
}

}  // namespace

WordTable::WordTable() : starts_{0}, slots_(kFirstSlots, Slot{kEmpty, 0}) {}

/// The slot that holds `word`, or the empty one where it belongs. Linear probing.
std::size_t WordTable::FindSlot(std::string_view word, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.id == kEmpty) return at;
    if (slot.tag == Tag(hash) && Word(slot.id) == word) return at;
  }
}

WordTable::Inserted WordTable::Insert(std::string_view word) {
  const std::uint64_t hash = Hash(word);
  std::size_t at = FindSlot(word, hash);
  if (slots_[at].id != kEmpty) return {slots_[at].id, false};
  if ((used_ + 1) * 4 > slots_.size() * 3) {
    Grow(slots_.size() * 2);
    at = FindSlot(word, hash);
  }
  const std::uint32_t id = AppendHidden(word);
  slots_[at] = {id, Tag(hash)};
  ++used_;
  return {id, true};
}

std::uint32_t WordTable::AppendHidden(std::string_view word) {
  if (size() >= kMaxTokens) {
    throw Error(ErrorKind::kInput, fmt::format("more than {} different words", kMaxTokens));
  }
  bytes_.insert(bytes_.end(), word.begin(), word.end());
  starts_.push_back(bytes_.size());
  return static_cast<std::uint32_t>(size() - 1);
}

std::optional<std::uint32_t> WordTable::Find(std::string_view word) const {
  const Slot& slot = slots_[FindSlot(word, Hash(word))];
  if (slot.id == kEmpty) return std::nullopt;
  return slot.id;
}

void WordTable::FindAll(std::span<const std::string_view> words,
                        std::span<std::uint32_t> ids) const {
  constexpr std::size_t kBatch = 32;
  const std::size_t mask = slots_.size() - 1;
  std::uint64_t hashes[kBatch];
  for (std::size_t begin = 0; begin < words.size(); begin += kBatch) {
    const auto batch = words.subspan(begin, std::min(kBatch, words.size() - begin));
    for (std::size_t i = 0; i < batch.size(); ++i) {
      hashes[i] = Hash(batch[i]);
      __builtin_prefetch(&slots_[hashes[i] & mask]);
    }
    // A slot that is not the word's own makes these look at another word: slower, no less right.
    const auto home = [&](std::size_t i) { return slots_[hashes[i] & mask].id; };
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (home(i) != kEmpty) __builtin_prefetch(&starts_[home(i)]);
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (home(i) != kEmpty) __builtin_prefetch(bytes_.data() + starts_[home(i)]);
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      ids[begin + i] = slots_[FindSlot(batch[i], hashes[i])].id;
    }
  }
}

void WordTable::Grow(std::size_t slots) {
  std::vector<Slot> old(slots, Slot{kEmpty, 0});
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id == kEmpty) continue;
    std::size_t at = Hash(Word(slot.id)) & mask;
    while (slots_[at].id != kEmpty) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void WordTable::Reserve(std::size_t words, std::size_t bytes) {
  bytes_.reserve(bytes);
  starts_.reserve(words + 1);
  const std::size_t slots = SlotsFor(words);
  if (slots > slots_.size()) Grow(slots);
}

void WordTable::MoveTo(std::uint32_t to, std::uint32_t from) {
  const std::size_t length = starts_[from + 1] - starts_[from];
  if (to < from) {
    const auto word = bytes_.begin() + static_cast<std::ptrdiff_t>(starts_[from]);
    std::copy_n(word, length, bytes_.begin() + static_cast<std::ptrdiff_t>(starts_[to]));
  }
  starts_[to + 1] = starts_[to] + length;
}

void WordTable::Truncate(std::uint32_t words) {
  std::vector<Slot>().swap(slots_);  // the memory first
  starts_.resize(std::size_t{words} + 1);
  starts_.shrink_to_fit();
  bytes_.resize(starts_.back());
  bytes_.shrink_to_fit();
  slots_.assign(SlotsFor(words), Slot{kEmpty, 0});
  used_ = 0;
  for (std::uint32_t id = 0; id < words; ++id) {
    const std::uint64_t hash = Hash(Word(id));
    Slot& slot = slots_[FindSlot(Word(id), hash)];
    if (slot.id != kEmpty) continue;
    slot = {id, Tag(hash)};
    ++used_;
  }
}

std::size_t WordTable::MemoryBytes() const {
  return bytes_.size() + starts_.size() * sizeof(starts_[0]) + slots_.size() * sizeof(Slot);
}

}  // namespace firth::text
