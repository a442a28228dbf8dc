#include "cooccurrence/token_chunk.h"

#include <algorithm>
#include <atomic>

#include "base/run_on_threads.h"
#include "base/watched_threads.h"
#include "firth/error.h"
#include "train/ingest/block_encoder.h"

namespace firth::cooccurrence {
namespace {

/// Replaces `out` by the sentences of `ids` that have pairs, kEnd behind each.
void KeepSentences(std::span<const TokenId> ids, std::vector<std::uint32_t>& out) {
  out.clear();
  while (!ids.empty()) {
    const std::span<const TokenId> sentence = train::TakeSentence(ids);
    if (sentence.size() < 2) continue;
    for (const TokenId id : sentence) out.push_back(static_cast<std::uint32_t>(id));
    out.push_back(TokenChunk::kEnd);
  }
}

[[noreturn]] void ThrowMoreTokens() {
  throw Error(
      ErrorKind::kInput,
      "the corpus has more words than were counted; count again a text that stays as it is");
}

}  // namespace

TokenChunk::TokenChunk(train::BlockFeed& feed, std::uint64_t tokens, std::size_t words,
                       const TrainSettings& settings, unsigned threads, const std::stop_token& stop,
                       const std::function<void()>& tick) {
  Fill(feed, tokens, settings, threads, stop, tick);
  if (!stop.stop_requested()) FindPlaces(words, threads);
}

void TokenChunk::Fill(train::BlockFeed& feed, std::uint64_t tokens, const TrainSettings& settings,
                      unsigned threads, const std::stop_token& stop,
                      const std::function<void()>& tick) {
  // A page takes memory once it is written to: room for the worst case costs nothing.
  ids_ = base::Pages((tokens / 2 * 3 + 2) * sizeof(std::uint32_t));
  const std::span<std::uint32_t> ids = ids_.As<std::uint32_t>();
  ids[0] = kEnd;
  std::atomic<std::size_t> used = 1;
  base::RunWatched(
      threads,
      [&](std::size_t /*thread*/, const std::stop_token& ends) {
        train::FeedScratch scratch(settings);
        std::vector<std::uint32_t> kept;
        while (!ends.stop_requested()) {
          const auto block = feed.Next(scratch);
          if (!block) return;
          KeepSentences(block->ids, kept);
          const std::size_t at = used.fetch_add(kept.size());
          if (kept.size() > ids.size() - std::min(ids.size(), at)) ThrowMoreTokens();
          std::ranges::copy(kept, ids.subspan(at).begin());
        }
      },
      stop, tick);
  used_ = used;
}

void TokenChunk::FindPlaces(std::size_t words, unsigned threads) {
  const std::span<const std::uint32_t> ids = ids_.As<const std::uint32_t>().first(used_);
  places_ = base::Pages(used_ * sizeof(std::uint32_t));
  begins_.assign(words + 1, 0);
  // Each thread has a part of the ids, and in `next` a place for each of its words.
  std::vector<std::vector<std::uint32_t>> next(threads);
  const auto part_begin = [&](std::size_t part) { return ids.size() * part / threads; };
  const auto for_each_word = [&](std::size_t part, const auto& take) {
    for (std::size_t at = part_begin(part); at < part_begin(part + 1); ++at) {
      if (ids[at] != kEnd) take(ids[at], at);
    }
  };
  std::atomic<unsigned> counting = 0;
  base::RunOnThreads(threads, [&] {
    const unsigned part = counting++;
    next[part].assign(words, 0);
    for_each_word(part, [&](std::uint32_t word, std::size_t /*at*/) { ++next[part][word]; });
  });
  std::uint32_t sum = 0;
  for (std::size_t word = 0; word < words; ++word) {
    begins_[word] = sum;
    for (std::vector<std::uint32_t>& of_part : next) {
      const std::uint32_t count = of_part[word];
      of_part[word] = sum;
      sum += count;
    }
  }
  begins_[words] = sum;
  const std::span<std::uint32_t> places = places_.As<std::uint32_t>();
  std::atomic<unsigned> placing = 0;
  base::RunOnThreads(threads, [&] {
    const unsigned part = placing++;
    for_each_word(part, [&](std::uint32_t word, std::size_t at) {
      places[next[part][word]++] = static_cast<std::uint32_t>(at);
    });
  });
}

}  // namespace firth::cooccurrence
