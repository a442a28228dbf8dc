/// Who trains the blocks of an epoch, in how many threads, and how they keep out of each other's
/// way.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "base/watched_threads.h"
#include "matrix/shared_rows.h"
#include "train/ingest/block_feed.h"
#include "train/narrow_model.h"
#include "train/workers/block_trainer.h"

namespace firth::train {

using base::kTick;

/// The model of one block trainer, over these rows.
using ModelMaker = std::function<std::unique_ptr<models::SentenceModel>(
    matrix::SharedRows<float> input, matrix::SharedRows<float> output)>;

class Crew {
 public:
  virtual ~Crew() = default;

  /// Trains what `feed` hands out, in threads that it starts and joins, and meanwhile calls `tick`
  /// from this thread every kTick. An exception of one ends the others and is thrown from here; so
  /// is one of `tick`. Afterwards the matrices hold all that was learned.
  virtual void Run(BlockFeed& feed, const std::stop_token& stop,
                   const std::function<void()>& tick) = 0;

  /// What each of its block trainers has done. They may be read while Run runs.
  virtual std::vector<const TrainerReport*> Reports() const = 0;
};

/// The crew that the settings ask for, on a corpus of so many blocks. It trains the rows of
/// `narrow`, or, where it is null, those of the model. All arguments but `maker` must outlive it.
std::unique_ptr<Crew> MakeCrew(const TrainerContext& context, TrainedModel& model,
                               NarrowModel* narrow, const ModelMaker& maker);

/// How many of so many blocks an epoch a deterministic run trains from one state: a power of two,
/// from 1.
std::size_t LaneCount(const TrainSettings& settings, std::uint64_t blocks);

}  // namespace firth::train
