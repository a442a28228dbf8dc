#include "train/workers/rounds.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace firth::train {
namespace {

/// So often in a round, and so many, rows are merged that most windows use.
constexpr std::size_t kParts = 8;
constexpr std::size_t kMostUsed = 1024;
constexpr std::size_t kAllRows = std::numeric_limits<std::size_t>::max();

}  // namespace

Rounds::Rounds(const TrainerContext& context, TrainedModel& model, const ModelMaker& maker,
               std::size_t lanes, unsigned threads)
    : threads_(threads) {
  for (std::size_t i = 0; i < lanes; ++i) {
    lanes_.push_back(
        std::make_unique<Lane>(context, model, maker, static_cast<std::uint32_t>(lanes)));
  }
}

void Rounds::Run(BlockFeed& feed, const std::stop_token& stop, const std::function<void()>& tick) {
  phase_ = Phase::kTake;
  part_ = 0;
  over_ = false;
  taken_ = 0;
  failure_ = nullptr;
  stopped_ = false;
  const auto end_phase = [this]() noexcept { EndPhase(); };
  std::barrier barrier(static_cast<std::ptrdiff_t>(threads_), end_phase);
  base::RunWatched(
      threads_,
      [&](std::size_t thread, const std::stop_token& token) {
        while (!over_) {
          DoPhase(thread, feed, token);
          if (token.stop_requested()) stopped_ = true;
          barrier.arrive_and_wait();
        }
      },
      stop, tick);
  if (failure_) std::rethrow_exception(failure_);
}

void Rounds::DoPhase(std::size_t thread, BlockFeed& feed, const std::stop_token& stop) {
  try {
    switch (phase_) {
      case Phase::kTake:
        return ForEachLane([&feed](Lane& lane) { lane.Take(feed); });
      case Phase::kTrain:
        return ForEachLane([this, &stop](Lane& lane) {
          lane.Train(part_, kParts, stop);
          if (part_ + 1 == kParts) lane.End();
        });
      case Phase::kMerge:
        return Merge(thread);
    }
  } catch (...) {
    const std::scoped_lock lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

void Rounds::ForEachLane(const std::function<void(Lane&)>& work) {
  for (std::size_t i = taken_++; i < lanes_.size(); i = taken_++) work(*lanes_[i]);
}

void Rounds::Merge(std::size_t thread) {
  const double pull = kPull * lanes_.front()->rate();
  const LaneRows::Part part = {thread, threads_};
  const bool last = part_ + 1 == kParts;
  for (const auto& rows : {inputs_, outputs_}) {
    LaneRows::MergeCopied(rows, last ? kAllRows : kMostUsed, part, pull);
    if (last) LaneRows::MergeAside(rows, part);
  }
}

void Rounds::EndPhase() noexcept {
  taken_ = 0;
  switch (phase_) {
    case Phase::kTake:
      phase_ = Phase::kTrain;
      over_ = !SortLanes();
      break;
    case Phase::kTrain:
      phase_ = Phase::kMerge;
      break;
    case Phase::kMerge:
      part_ = (part_ + 1) % kParts;
      phase_ = part_ == 0 ? Phase::kTake : Phase::kTrain;
      over_ = part_ == 0 && stopped_;
      break;
  }
  over_ = over_ || failure_;
}

bool Rounds::SortLanes() {
  std::ranges::sort(lanes_, {}, [](const std::unique_ptr<Lane>& lane) {
    return lane->block().value_or(std::numeric_limits<std::uint64_t>::max());
  });
  inputs_.clear();
  outputs_.clear();
  for (const auto& lane : lanes_) {
    if (!lane->block()) break;
    inputs_.push_back(&lane->input());
    outputs_.push_back(&lane->output());
  }
  return !inputs_.empty();
}

std::vector<const TrainerReport*> Rounds::Reports() const {
  std::vector<const TrainerReport*> reports;
  for (const auto& lane : lanes_) reports.push_back(&lane->report());
  return reports;
}

}  // namespace firth::train
