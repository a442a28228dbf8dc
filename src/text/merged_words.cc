#include "text/merged_words.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <mutex>

#include "base/run_on_threads.h"

namespace firth::text {
namespace {

using Slot = WordCounter::Slot;

/// Joins the words of one range of hashes after the other. Memory is kept from range to range.
class RangeMerger {
 public:
  RangeMerger(std::span<const WordCounter> counters, std::uint64_t min_count,
              std::string_view always)
      : counters_(counters), min_count_(min_count), always_(always) {}

  /// Gathers the range's different words in sums().
  void Gather(std::size_t range) {
    sums_.clear();
    members_.clear();
    for (std::size_t c = 0; c < counters_.size(); ++c) {
      counters_[c].ForEachInRange(range, [&](const Slot& slot) {
        members_.push_back({static_cast<std::uint32_t>(c), slot.id, 0, &slot});
      });
    }
    // One counter's words differ already.
    if (counters_.size() > 1) ClearPlaces(members_.size());
    for (Member& member : members_) member.sum = SumOf(member);
  }

  std::size_t different() const { return sums_.size(); }

  /// Appends the words that are kept to `merged`, which the caller has locked.
  void Append(MergedWords& merged) {
    for (Sum& sum : sums_) {
      sum.entry = MergedWords::kLeftOut;
      if (sum.entry_value.count < Count{min_count_} && sum.entry_value.word != always_) continue;
      sum.entry = static_cast<std::uint32_t>(merged.entries.size());
      merged.entries.push_back(sum.entry_value);
    }
    merged.different += sums_.size();
  }

  /// Tells each counter's numbers where their words are now.
  void Number(MergedWords& merged) const {
    for (const Member& member : members_) {
      merged.entry_of[member.counter][member.id] = sums_[member.sum].entry;
    }
  }

 private:
  struct Member {
    std::uint32_t counter;
    std::uint32_t id;
    std::uint32_t sum;
    const Slot* slot;
  };
  struct Sum {
    MergedWords::Entry entry_value;
    std::uint64_t hash;
    std::uint32_t entry;
  };
  static constexpr std::uint32_t kFree = 0xFFFFFFFF;

  void ClearPlaces(std::size_t words) { places_.assign(std::bit_ceil(words * 2 + 1), kFree); }

  std::uint32_t NewSum(std::string_view word, std::uint64_t hash, std::uint64_t count) {
    sums_.push_back({{word, Count{count}}, hash, 0});
    return static_cast<std::uint32_t>(sums_.size() - 1);
  }

  std::uint32_t SumOf(const Member& member) {
    const std::string_view word = counters_[member.counter].Word(*member.slot);
    const std::uint64_t hash = WordCounter::HashOf(*member.slot);
    if (counters_.size() == 1) return NewSum(word, hash, member.slot->count);
    const std::size_t mask = places_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      if (places_[at] == kFree) return places_[at] = NewSum(word, hash, member.slot->count);
      Sum& sum = sums_[places_[at]];
      if (sum.hash != hash || sum.entry_value.word != word) continue;
      sum.entry_value.count += Count{member.slot->count};
      return places_[at];
    }
  }

  std::span<const WordCounter> counters_;
  std::uint64_t min_count_;
  std::string_view always_;
  std::vector<Sum> sums_;
  std::vector<Member> members_;
  std::vector<std::uint32_t> places_;
};

/// What entries are sorted by: count, then the word's first bytes as a number, then all of it.
struct SortKey {
  std::uint64_t count;
  std::uint64_t first_bytes;
  std::uint32_t entry;
};

std::uint64_t FirstBytes(std::string_view word) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    bytes = bytes << 8 | (i < word.size() ? static_cast<unsigned char>(word[i]) : 0U);
  }
  return bytes;
}

std::vector<SortKey> Sorted(const MergedWords& merged, bool without_line_end, unsigned threads) {
  std::vector<SortKey> keys;
  keys.reserve(merged.entries.size());
  for (std::uint32_t i = 0; i < merged.entries.size(); ++i) {
    const auto& [word, count] = merged.entries[i];
    if (without_line_end && word == kLineEndWord) continue;
    keys.push_back({Value(count), FirstBytes(word), i});
  }
  const auto before = [&](const SortKey& a, const SortKey& b) {
    if (a.count != b.count) return a.count > b.count;
    if (a.first_bytes != b.first_bytes) return a.first_bytes < b.first_bytes;
    return merged.entries[a.entry].word < merged.entries[b.entry].word;
  };
  if (threads < 2) {
    std::ranges::sort(keys, before);
    return keys;
  }
  const auto middle = keys.begin() + static_cast<std::ptrdiff_t>(keys.size() / 2);
  std::atomic_flag first_half;
  base::RunOnThreads(2, [&] {
    if (first_half.test_and_set()) {
      std::sort(middle, keys.end(), before);
    } else {
      std::sort(keys.begin(), middle, before);
    }
  });
  std::inplace_merge(keys.begin(), middle, keys.end(), before);
  return keys;
}

}  // namespace

MergedWords Merge(std::span<const WordCounter> counters, std::uint64_t min_count,
                  std::string_view always, unsigned threads) {
  MergedWords merged;
  for (const WordCounter& counter : counters) merged.entry_of.emplace_back(counter.size());
  std::mutex mutex;
  std::atomic<std::size_t> next = 0;
  base::RunOnThreads(threads, [&] {
    RangeMerger merger(counters, min_count, always);
    for (std::size_t range = next++; range < std::size_t{1} << WordCounter::kRangeBits;
         range = next++) {
      merger.Gather(range);
      {
        const std::scoped_lock lock(mutex);
        merger.Append(merged);
      }
      merger.Number(merged);
    }
  });
  return merged;
}

Settled Settle(const MergedWords& merged, const VocabularySettings& settings, unsigned threads) {
  Settled settled;
  settled.id_of.assign(merged.entries.size(), MergedWords::kLeftOut);
  std::vector<SortKey> keys = Sorted(merged, settings.line_end_word, threads);
  if (settings.max_words > 0 && keys.size() > settings.max_words) keys.resize(settings.max_words);
  if (settings.line_end_word) {
    const auto line_end =
        std::ranges::find(merged.entries, kLineEndWord, &MergedWords::Entry::word);
    settled.order.push_back(line_end == merged.entries.end()
                                ? MergedWords::kLeftOut
                                : static_cast<std::uint32_t>(line_end - merged.entries.begin()));
  }
  for (const SortKey& key : keys) settled.order.push_back(key.entry);
  for (std::uint32_t id = 0; id < settled.order.size(); ++id) {
    if (settled.order[id] != MergedWords::kLeftOut) settled.id_of[settled.order[id]] = id;
  }
  return settled;
}

Vocabulary VocabularyOf(const MergedWords& merged, const Settled& settled) {
  constexpr MergedWords::Entry kNoLineEnd{kLineEndWord, Count{0}};
  const auto entry_at = [&](std::uint32_t entry) {
    return entry == MergedWords::kLeftOut ? kNoLineEnd : merged.entries[entry];
  };
  std::size_t bytes = 0;
  for (const std::uint32_t entry : settled.order) bytes += entry_at(entry).word.size();
  Vocabulary vocabulary;
  vocabulary.Reserve(settled.order.size(), bytes);
  for (const std::uint32_t entry : settled.order) {
    const auto [word, count] = entry_at(entry);
    vocabulary.Add(word, count);
  }
  return vocabulary;
}

}  // namespace firth::text
