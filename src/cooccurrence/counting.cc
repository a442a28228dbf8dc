#include "cooccurrence/counting.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/system.h"
#include "base/watched_threads.h"
#include "firth/error.h"
#include "train/ranks/collectives.h"

namespace firth::cooccurrence {
namespace {

/// Shares of the time that reading a stretch, counting it and adding up runs take, about.
constexpr double kReading = 1;
constexpr double kCounting = 4;
constexpr double kAdding = 3;

/// A stretch of less is not worth a run.
constexpr std::uint64_t kLeastChunkBytes = std::uint64_t{4} << 20;

}  // namespace

Counting::Counting(const Corpus& corpus, train::Ingested& ingested, const TrainSettings& text,
                   const CooccurrenceSettings& settings, std::span<const WordRange> bands,
                   std::uint64_t memory, std::uint64_t in_hand, const PairObserver& observer,
                   Communicator* ranks)
    : corpus_(corpus),
      ingested_(ingested),
      text_(text),
      settings_(settings),
      observer_(observer),
      tokens_(ranks != nullptr ? train::SumOver(*ranks, ingested.tokens()) : ingested.tokens()),
      unit_(settings, tokens_),
      groups_(WordGroups(ingested.vocabulary, bands)),
      words_(ingested.vocabulary.size()),
      threads_(base::ThreadCount(text.threads)),
      memory_(memory),
      in_hand_(in_hand) {}

std::uint64_t Counting::MostPairBytes() const {
  const double beside = static_cast<double>(tokens_ * Beside(settings_));
  const double cells = static_cast<double>(words_) * static_cast<double>(words_);
  return static_cast<std::uint64_t>(std::min(beside, cells)) * sizeof(Pair);
}

std::uint64_t Counting::TableBytes() const {
  return threads_ * RowSums::MemoryBytes(words_) + TokenChunk::TableBytes(words_, threads_) +
         in_hand_;
}

std::uint64_t Counting::ChunkTokens() {
  const std::uint64_t tables = TableBytes();
  if (memory_ < tables + kLeastChunkBytes) {
    throw Error(
        ErrorKind::kMemory,
        fmt::format("counting pairs of {} words needs {:.0f} MB at least, and has {:.0f} MB; "
                    "raise --memory-limit, or lower --max-vocab",
                    words_, static_cast<double>(tables + kLeastChunkBytes) / 1e6,
                    static_cast<double>(memory_) / 1e6));
  }
  const std::uint64_t room = memory_ - tables;
  std::uint64_t ids = ingested_.ids ? ingested_.ids->MemoryBytes() : 0;
  const bool all_fits = ids + ingested_.tokens() * TokenChunk::kBytesPerToken <= room;
  if (!all_fits && ids > room / 2 && corpus_.rereadable()) {
    ingested_.ids.reset();
    base::ReturnFreeMemory();
    ids = 0;
  }
  const std::uint64_t left = std::max(room - std::min(room, ids), kLeastChunkBytes);
  return std::min(left / TokenChunk::kBytesPerToken, TokenChunk::kMostTokens);
}

std::uint64_t Counting::StretchEnd(std::uint64_t block, std::uint64_t tokens) const {
  if (block == ingested_.blocks()) return block;
  const std::vector<std::uint64_t>& before = ingested_.tokens_before;
  const auto end = std::upper_bound(before.begin() + static_cast<std::ptrdiff_t>(block) + 1,
                                    before.end(), before[block] + tokens);
  return std::max<std::uint64_t>(static_cast<std::uint64_t>(end - before.begin()) - 1, block + 1);
}

bool Counting::Prepare() {
  const std::uint64_t tokens = ChunkTokens();
  const auto feed = train::MakeBlockFeed(corpus_, ingested_, ingested_.vocabulary, /*epoch=*/0);
  const std::uint64_t end = StretchEnd(0, tokens);
  const bool prepared = end < ingested_.blocks()
                            ? CountRuns(*feed, end, tokens)
                            : ReadChunk(*feed, 0, end, kReading / (kReading + kCounting));
  ingested_.ids.reset();
  prepared_ = done_;
  return prepared;
}

bool Counting::ReadChunk(train::BlockFeed& feed, std::uint64_t first, std::uint64_t end,
                         double share) {
  const std::uint64_t tokens = ingested_.tokens_before[end] - ingested_.tokens_before[first];
  chunk_rows_.reset();
  chunk_.reset();
  feed.GoOnTo(end);
  chunk_ = std::make_unique<TokenChunk>(feed, tokens, words_, text_, threads_, observer_.stop, [&] {
    const std::uint64_t read = ingested_.tokens_before[std::min(feed.next(), end)];
    Report(share * static_cast<double>(read - ingested_.tokens_before[first]) /
           static_cast<double>(std::max<std::uint64_t>(1, tokens)));
  });
  chunk_rows_ = std::make_unique<ChunkRows>(*chunk_, groups_, unit_, settings_.symmetric);
  done_ += share;
  return !observer_.stop.stop_requested();
}

bool Counting::CountRuns(train::BlockFeed& feed, std::uint64_t end, std::uint64_t tokens) {
  const auto file = std::make_shared<TempFile>(settings_.temp_dir);
  if (observer_.note) {
    observer_.note(
        fmt::format("{}: temporary file of the counts of parts of the corpus, which do "
                    "not fit the memory at once",
                    file->path()));
  }
  runs_ = std::make_unique<Runs>(groups_.size(), file);
  const double all = kReading + kCounting + kAdding;
  std::uint64_t first = 0;
  for (; first < ingested_.blocks(); end = StretchEnd(first, tokens)) {
    const double part =
        static_cast<double>(ingested_.tokens_before[end] - ingested_.tokens_before[first]) /
        static_cast<double>(ingested_.tokens());
    if (!ReadChunk(feed, first, end, part * kReading / all)) return false;
    runs_->Begin();
    const auto put = [&](std::size_t group, const RowBlock& rows, const std::stop_token&) {
      thread_local std::string scratch;
      runs_->Put(group, rows, scratch);
    };
    if (!ForEachGroupOf(*chunk_rows_, {0, groups_.size(), part * kCounting / all}, put))
      return false;
    first = end;
    if (first == ingested_.blocks()) break;
  }
  chunk_rows_.reset();
  chunk_.reset();
  return true;
}

std::uint64_t Counting::MemoryLeft() const {
  std::uint64_t taken = TableBytes();
  if (chunk_) taken += chunk_->MemoryBytes();
  return memory_ - std::min(memory_, taken);
}

bool Counting::ForEachGroup(std::size_t begin, std::size_t end, const Take& take) {
  const RowSource* source = chunk_rows_.get();
  if (runs_) source = runs_.get();
  const double share =
      (1 - prepared_) * static_cast<double>(end - begin) / static_cast<double>(groups_.size());
  return ForEachGroupOf(*source, {begin, end, share}, take);
}

bool Counting::ForEachGroupOf(const RowSource& source, const Stage& stage, const Take& take) {
  std::atomic<std::size_t> next = stage.begin;
  base::RunWatched(
      threads_,
      [&](std::size_t /*thread*/, const std::stop_token& stop) {
        RowSums sums(words_);
        RowBlock rows;
        for (std::size_t group = next++; group < stage.end; group = next++) {
          if (stop.stop_requested()) return;
          source.Count(group, sums, rows);
          take(group, rows, stop);
        }
      },
      observer_.stop,
      [&] {
        const std::size_t begun = std::min(next.load(), stage.end) - stage.begin;
        Report(stage.share * static_cast<double>(begun) /
               static_cast<double>(stage.end - stage.begin));
      });
  done_ += stage.share;
  return !observer_.stop.stop_requested();
}

void Counting::Report(double part) const {
  if (observer_.progress) observer_.progress(std::min(1.0, done_ + part));
}

}  // namespace firth::cooccurrence
