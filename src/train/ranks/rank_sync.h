/// When the ranks of a training meet, and what they do then.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "firth/communicator.h"
#include "firth/train.h"
#include "train/ingest/ingest.h"
#include "train/ranks/row_exchange.h"

namespace firth::train {

/// In an epoch the ranks have the same number of rounds, in each of which a rank trains one of its
/// blocks (in the last some have none). They meet after so many rounds to begin an exchange, and
/// train on while it is under way; a part of the way to the next they take over what it brought.
/// The sooner the better for the vectors; and yet at a fixed place, so that the result does not
/// depend on how long messages take. Not thread-safe.
class RankSync {
 public:
  /// What some rank wished when the last exchange began.
  struct Wishes {
    bool stop = false;
    bool save = false;
    bool any() const { return stop || save; }
    void Add(const Wishes& other) {
      stop = stop || other.stop;
      save = save || other.save;
    }
  };

  /// Everything must outlive it; the ranks' models are the same. All make theirs together. `gain`:
  /// how many times the rate of one process they train at (RateGain).
  RankSync(Communicator& ranks, const Ingested& ingested, const TrainSettings& settings,
           TrainedModel& model, RowUses uses, double gain);

  bool is_first() const { return ranks_.rank() == 0; }
  /// Of an epoch.
  std::uint64_t rounds() const { return rounds_; }
  /// This rank's progress, with so many tokens an epoch, as that of all: they go abreast.
  void ScaleUp(Progress& progress, std::uint64_t tokens) const;
  /// The place in the whole corpus at which a round begins, and the round that a place lies in.
  std::uint64_t PlaceOf(std::uint64_t round) const { return round * ranks_.size(); }
  std::uint64_t RoundOf(std::uint64_t place) const { return place / ranks_.size(); }
  /// Before which round they next begin an exchange, or take one over.
  std::uint64_t NextPoint(std::uint64_t round) const;

  /// Before round `round`, one that NextPoint named: takes over what an exchange brought and, where
  /// one is due, begins it unless there were wishes. `rate` is the learning rate that they train
  /// at. Throws what Communicator throws.
  Wishes Meet(std::uint64_t round, const RankNote& note, double rate);
  /// After it the models of all ranks are the same.
  void Settle(const RankNote& note, double rate);
  /// Rank 0's number.
  double FromFirst(double value);

  /// What was exchanged, in a line for the user.
  std::string Summary() const;

 private:
  /// Of all ranks, between two exchanges.
  double WordsBetween() const;
  /// The first round from `round` on before which an exchange begins.
  std::uint64_t NextExchange(std::uint64_t round) const;
  Wishes TakeOver();
  void Exchange(std::vector<RowRange> due, const RankNote& note, double rate);

  Communicator& ranks_;
  std::uint64_t rounds_;
  std::uint64_t all_tokens_;
  std::uint64_t interval_;  ///< rounds between the beginnings of two exchanges
  std::uint64_t delay_;     ///< rounds from there till what it brought is taken over
  ExchangePlan plan_;
  std::size_t portion_;  ///< rows that go at once when all do
  RowExchange exchange_;
  std::uint64_t exchanges_ = 0;
  std::chrono::duration<double> waited_{0};
};

/// So many rounds lie between the beginnings of two exchanges, in which each thread trains about
/// the words that the settings name. A block and each of the ranks have so many tokens in an epoch,
/// on the mean.
std::uint64_t RoundsBetween(const TrainSettings& settings, double tokens_a_block,
                            double tokens_a_rank, std::size_t ranks);
/// For how many exchanges a row waits at most, in a run of so many, between two of which all ranks
/// together train so many words.
std::uint64_t LongestWait(std::uint64_t exchanges, double words, std::size_t ranks);

}  // namespace firth::train
