/// The work of counting, whatever becomes of the rows.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "cooccurrence/chunk_rows.h"
#include "cooccurrence/count_pairs.h"
#include "cooccurrence/pair_unit.h"
#include "cooccurrence/row_source.h"
#include "cooccurrence/runs.h"
#include "cooccurrence/token_chunk.h"
#include "cooccurrence/word_groups.h"
#include "firth/communicator.h"

namespace firth::cooccurrence {

/// Brings the rows of a corpus about: from one stretch of it in memory where that fits; else from
/// the sum of several, each of which has left its rows in a temporary file. Not thread-safe: it
/// starts threads of its own.
class Counting {
 public:
  /// All must outlive it. `bands`: a group lies in one of them. `memory`: bytes that counting may
  /// take, with `in_hand` bytes for what takes the rows. `ranks`: null, or those that count a part
  /// of the corpus each; all make theirs together.
  Counting(const Corpus& corpus, train::Ingested& ingested, const TrainSettings& text,
           const CooccurrenceSettings& settings, std::span<const WordRange> bands,
           std::uint64_t memory, std::uint64_t in_hand, const PairObserver& observer,
           Communicator* ranks = nullptr);
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;

  /// Words that are counted beside each one.
  static std::size_t Beside(const CooccurrenceSettings& settings) {
    return settings.window * (settings.symmetric ? 2 : 1);
  }

  const PairUnit& unit() const { return unit_; }
  std::span<const WordGroup> groups() const { return groups_; }
  unsigned threads() const { return threads_; }
  std::size_t words() const { return words_; }
  const PairObserver& observer() const { return observer_; }

  /// All pairs, in bytes of tiles: no more than so many.
  std::uint64_t MostPairBytes() const;

  /// Reads the corpus. False when a stop was requested. Throws as CountPairs does.
  bool Prepare();

  /// Bytes of memory that are left beside what Prepare has left in memory.
  std::uint64_t MemoryLeft() const;

  /// Calls take(group, rows) for every group, from several threads; each thread begins them in
  /// order. The token asks it to return. False when a stop was requested. REQUIRES: Prepare.
  using Take =
      std::function<void(std::size_t group, const RowBlock& rows, const std::stop_token& stop)>;
  bool ForEachGroup(const Take& take) { return ForEachGroup(0, groups_.size(), take); }
  /// For those from `begin` to below `end`: of all calls each group is in one.
  bool ForEachGroup(std::size_t begin, std::size_t end, const Take& take);

 private:
  /// What is needed whatever the length of the corpus.
  std::uint64_t TableBytes() const;
  /// Tokens that one stretch may have.
  std::uint64_t ChunkTokens();
  /// The end of the stretch that begins with `block` and has at most so many tokens, or one block.
  std::uint64_t StretchEnd(std::uint64_t block, std::uint64_t tokens) const;
  bool ReadChunk(train::BlockFeed& feed, std::uint64_t first, std::uint64_t end, double share);
  bool CountRuns(train::BlockFeed& feed, std::uint64_t end, std::uint64_t tokens);
  /// Groups that are counted one after the other, and which share of the work they are.
  struct Stage {
    std::size_t begin;
    std::size_t end;
    double share;
  };
  bool ForEachGroupOf(const RowSource& source, const Stage& stage, const Take& take);
  void Report(double part) const;

  const Corpus& corpus_;
  train::Ingested& ingested_;
  const TrainSettings& text_;
  const CooccurrenceSettings& settings_;
  const PairObserver& observer_;
  std::uint64_t tokens_;  ///< of all ranks
  PairUnit unit_;
  std::vector<WordGroup> groups_;
  std::size_t words_;
  unsigned threads_;
  std::uint64_t memory_;
  std::uint64_t in_hand_;
  std::unique_ptr<TokenChunk> chunk_;
  std::unique_ptr<ChunkRows> chunk_rows_;
  std::unique_ptr<Runs> runs_;
  double done_ = 0;      ///< share of the work that is behind
  double prepared_ = 0;  ///< the same when Prepare was done
};

}  // namespace firth::cooccurrence
