#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "firth/text.h"
#include "text/word_table.h"

namespace firth {

struct Vocabulary::Storage {
  text::WordTable words;
  std::vector<Count> counts;
  Count total{0};
};

Vocabulary::Vocabulary() : storage_(std::make_unique<Storage>()) {}
Vocabulary::~Vocabulary() = default;
Vocabulary::Vocabulary(Vocabulary&& other) noexcept = default;
Vocabulary& Vocabulary::operator=(Vocabulary&& other) noexcept = default;

TokenId Vocabulary::Add(std::string_view word, Count count) {
  const auto inserted = storage_->words.Insert(word);
  const std::uint32_t id = inserted.is_new ? inserted.id : storage_->words.AppendHidden(word);
  storage_->counts.push_back(count);
  storage_->total += count;
  return TokenId{id};
}

TokenId Vocabulary::CountOccurrence(std::string_view word) {
  const auto [id, is_new] = storage_->words.Insert(word);
  if (is_new) storage_->counts.push_back(Count{0});
  storage_->counts[id] += Count{1};
  storage_->total += Count{1};
  return TokenId{id};
}

void Vocabulary::Reserve(std::size_t words, std::size_t bytes) {
  storage_->words.Reserve(words, bytes);
  storage_->counts.reserve(words);
}

void Vocabulary::DropBelow(Count least) {
  std::vector<Count>& counts = storage_->counts;
  storage_->words.Retain([&](std::uint32_t id) { return counts[id] >= least; });
  std::erase_if(counts, [&](Count count) { return count < least; });
  counts.shrink_to_fit();
  storage_->total = std::accumulate(counts.begin(), counts.end(), Count{0});
}

std::size_t Vocabulary::size() const { return storage_ ? storage_->words.size() : 0; }

std::string_view Vocabulary::Word(TokenId id) const {
  return storage_->words.Word(static_cast<std::uint32_t>(id));
}

Count Vocabulary::CountOf(TokenId id) const { return storage_->counts[Index(id)]; }

Count Vocabulary::TotalCount() const { return storage_ ? storage_->total : Count{0}; }

std::optional<TokenId> Vocabulary::Find(std::string_view word) const {
  if (!storage_) return std::nullopt;
  const auto id = storage_->words.Find(word);
  return id ? std::optional(TokenId{*id}) : std::nullopt;
}

void Vocabulary::FindAll(std::span<const std::string_view> words, std::span<TokenId> ids) const {
  if (!storage_) {
    std::ranges::fill(ids, kNoToken);
    return;
  }
  static_assert(static_cast<std::uint32_t>(kNoToken) == text::WordTable::kNone);
  constexpr std::size_t kBatch = 256;
  std::uint32_t found[kBatch];
  for (std::size_t begin = 0; begin < words.size(); begin += kBatch) {
    const auto batch = words.subspan(begin, std::min(kBatch, words.size() - begin));
    storage_->words.FindAll(batch, found);
    for (std::size_t i = 0; i < batch.size(); ++i) ids[begin + i] = TokenId{found[i]};
  }
}

std::size_t Vocabulary::MemoryBytes() const {
  if (!storage_) return 0;
  return storage_->words.MemoryBytes() + storage_->counts.size() * sizeof(Count);
}

Vocabulary Vocabulary::Clone() const {
  Vocabulary copy;
  if (storage_) *copy.storage_ = *storage_;
  return copy;
}

}  // namespace firth
