/// The ranks' copies of a model, kept together by what each has moved its rows by.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "firth/communicator.h"
#include "firth/matrix.h"
#include "train/ranks/exchange_plan.h"
#include "train/ranks/message.h"
#include "train/ranks/packed_rows.h"
#include "train/ranks/row_uses.h"
#include "train/ranks/wire.h"

namespace firth::train {

/// What each rank tells all others with its rows.
struct RankNote {
  std::uint64_t tokens = 0;  ///< trained by it so far
  bool stop = false;         ///< it was asked to stop
  bool save = false;         ///< its checkpoint is due
};

/// Beside its own copy of both matrices each rank keeps the base: the rows that all have in common.
/// In an exchange every rank sends what it has moved its rows by since the one before (a row that
/// has not moved costs one bit) to the row's owner, rank `row mod ranks`. The owner adds up what
/// came, in the order of the ranks, takes a share of it, and sends that to all: MergeShare, at a
/// rate of `gain` times one process's so much less, but then no less than 1 / gain or twice the
/// mean, whichever is smaller. The base moves by it, and each rank's row by it less its own part.
/// So each row goes over each link twice at most, whatever the number of ranks, and the bases stay
/// the same to the bit.
///
/// Training goes on between Begin and Finish: what it moves rows by meanwhile is kept. Not
/// thread-safe; no thread may train during Begin and Finish.
class RowExchange {
 public:
  /// The matrices, which must outlive it, hold the same in all ranks: the first base.
  struct Options {
    WireFormat wire = WireFormat::kFloat;
    double gain = 1;  ///< RateGain
  };
  RowExchange(Communicator& ranks, Matrix& input, Matrix& output, RowUses uses,
              const Options& options);
  RowExchange(const RowExchange&) = delete;
  RowExchange& operator=(const RowExchange&) = delete;
  ~RowExchange();

  /// Begins with the rows `due`; `pull` is how far, of what is left to its balance, a use brings a
  /// row (MergeShare). REQUIRES: nothing under way; the same rows in all ranks, in ranges that
  /// begin at multiples of ExchangePlan::kRun.
  void Begin(std::vector<RowRange> due, const RankNote& note, double pull);
  bool under_way() const { return merging_.valid(); }
  /// Waits, and takes over what came. Returns the notes of all. Throws what Communicator throws.
  std::vector<RankNote> Finish();

  /// About so many bytes of rows go at once where it is for the caller to say.
  static constexpr std::size_t kPortionBytes = std::size_t{32} << 20;
  /// What it takes: the base, and three times what travels (sent, got, and added up).
  static std::uint64_t MemoryBytes(std::uint64_t matrices) {
    return matrices + 3 * std::min<std::uint64_t>(matrices, kPortionBytes);
  }

 private:
  /// One of the two matrices.
  struct Side {
    Matrix& matrix;
    Matrix base;
    std::vector<float> uses;
  };
  /// What an exchange brought.
  struct Merged {
    std::vector<RankNote> notes;
    std::vector<std::string> rows;  ///< by owner
  };

  std::string Pack(std::size_t owner, const RankNote& note);
  void PackSide(Side& side, const OwnedRows& owned, std::string& message);
  Merged Merge(Communicator::Exchange& exchange);
  std::string MergeOwn(std::vector<MessageReader>& readers, double tokens) const;
  void MergeSide(const Side& side, std::vector<MessageReader>& readers, double tokens,
                 std::string& merged) const;
  void Apply(const Merged& merged);
  void ApplySide(Side& side, const OwnedRows& owned, MessageReader& sent, MessageReader& merged);
  OwnedRows Owned(const Side& side, std::size_t owner) const {
    return {due_, side.matrix.rows(), owner, ranks_.size()};
  }

  Communicator& ranks_;
  WireFormat wire_;
  double gain_;
  std::vector<Side> sides_;
  std::vector<double> merged_at_;  ///< a run of rows: how many tokens a rank had trained then
  std::vector<RowRange> due_;
  double pull_ = 0;
  Communicator::Outgoing sent_;
  std::unique_ptr<Communicator::Exchange> exchange_;
  std::future<Merged> merging_;
};

}  // namespace firth::train
