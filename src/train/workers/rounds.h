/// Threads whose result does not depend on how many they are.
#pragma once

#include <atomic>
#include <barrier>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "train/workers/crew.h"
#include "train/workers/lane.h"

namespace firth::train {

/// Training in rounds. In a round so many blocks as there are lanes are trained, each from the
/// state before the round and on rows that no other lane touches; then what all have moved the rows
/// by is added up in the order of the blocks. So a round's result depends on the blocks and on the
/// number of lanes, and not on which thread trained what, or when.
///
/// That the sum of steps made from one state serves as well as the steps one after the other holds
/// while a round is a small part of the corpus: that is the one thing that is given up
/// (docs/reliability.md has quality and price).
class Rounds final : public Crew {
 public:
  /// REQUIRES: lanes a power of two, 1 <= threads <= lanes; the feed hands out lanes' multiples of
  /// blocks between two rests. `context` and `model` must outlive it.
  Rounds(const TrainerContext& context, TrainedModel& model, const ModelMaker& maker,
         std::size_t lanes, unsigned threads);

  void Run(BlockFeed& feed, const std::stop_token& stop,
           const std::function<void()>& tick) override;
  std::vector<const TrainerReport*> Reports() const override;

 private:
  /// What a round consists of; all threads end one phase before any begins the next. Training and
  /// merging take turns, once a part of the blocks.
  enum class Phase { kTake, kTrain, kMerge };

  void Work(std::size_t thread, BlockFeed& feed, const std::stop_token& stop);
  void DoPhase(std::size_t thread, BlockFeed& feed, const std::stop_token& stop);
  void ForEachLane(const std::function<void(Lane&)>& work);
  void Merge(std::size_t thread);
  /// Between two phases, when all threads wait.
  void EndPhase() noexcept;
  /// Puts the lanes in the order of their blocks; true when there is a block at all.
  bool SortLanes();

  unsigned threads_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::vector<LaneRows*> inputs_;  ///< of the lanes that have a block, in order
  std::vector<LaneRows*> outputs_;
  Phase phase_ = Phase::kTake;
  std::size_t part_ = 0;  ///< of the blocks, that is trained or merged now
  bool over_ = false;
  std::atomic<bool> stopped_ = false;
  std::atomic<std::size_t> taken_ = 0;  ///< lanes that some thread works on in this phase, or has
  std::mutex mutex_;
  std::exception_ptr failure_;  ///< the first; guarded by mutex_ within a phase
};

}  // namespace firth::train
