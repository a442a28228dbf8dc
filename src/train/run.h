/// One training run: everything that works on a model until it is done.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/subsampler.h"
#include "firth/train.h"
#include "models/sentence_model.h"
#include "text/subword_rows.h"
#include "train/checkpoint/checkpoint_folder.h"
#include "train/checkpoint/checkpointer.h"
#include "train/checkpoint/training_state.h"
#include "train/held_out.h"
#include "train/ingest/ingest.h"
#include "train/narrow_model.h"
#include "train/packed_rows.h"
#include "train/progress_meter.h"
#include "train/ranks/column_steps.h"
#include "train/ranks/rank_sync.h"
#include "train/schedule.h"
#include "train/workers/crew.h"

namespace firth::train {

/// Owns what the threads share (samplers, tree, schedule) and the crew. All arguments must outlive
/// it. Not thread-safe; TrainAllEpochs starts and joins the threads.
class Run {
 public:
  /// `ingested.vocabulary` may be empty: the words are those of `model`. Training begins at `start`
  /// and saves itself to `folder` (null: nowhere). `ranks`, all of which make theirs together, is
  /// null when this process trains alone. `columns` takes the steps, where they are not the
  /// kernel's.
  Run(const Corpus& corpus, const Ingested& ingested, const TrainSettings& settings,
      const TrainObserver& observer, TrainedModel& model, const TrainingState& start,
      CheckpointFolder* folder, Communicator* ranks = nullptr, ColumnSteps* columns = nullptr);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// Epoch after epoch, until the last, a stop or the end of patience: true for the latter. Only
  /// then are the model's rows what was trained, and stand where TrainedModel says. Once.
  bool TrainAllEpochs();

  /// Where training is now; the observer hears it too.
  Progress Report();
  /// What earlier runs trained.
  std::uint64_t WordsBefore() const;
  /// What was exchanged, when it trained together with others.
  std::optional<std::string> Exchanged() const {
    return ranks_ ? std::optional(ranks_->Summary()) : std::nullopt;
  }

 private:
  std::unique_ptr<Crew> MakeCrew();
  models::SharedParts<float> Shared(matrix::SharedRows<float> input,
                                    matrix::SharedRows<float> output) const;
  void TrainEpochs();
  EpochReport EndEpoch(std::size_t epoch);
  bool IsReportDue() const;
  /// From the state's block to the epoch's end, or to a stop, with rests for checkpoints.
  void TrainEpoch();
  /// The same with rests where the ranks meet.
  void TrainEpochTogether();
  /// At a round's end, which may be the epoch's: what some rank wished.
  RankSync::Wishes MeetOthers(std::uint64_t round);
  RankNote NoteToOthers() const;
  /// The first block of this process from the state's place on.
  std::uint64_t FirstBlock() const { return ingested_.places.Before(state_.block); }
  bool IsSaveDue() const;
  /// Between two blocks, with training to follow.
  void Save();
  /// The model's own rows become what was trained, and stand where TrainedModel says.
  void GiveRows();
  /// The rows of the model as they are trained.
  models::SharedParts<float> Trained();

  const Corpus& corpus_;
  const Ingested& ingested_;
  const TrainSettings& settings_;
  const TrainObserver& observer_;
  TrainedModel& model_;
  std::optional<models::NegativeSampler> negatives_;
  std::optional<models::HuffmanTree> tree_;
  const text::SubwordRows* subwords_;  ///< null without
  std::optional<PackedRows> packed_;
  std::optional<NarrowModel> narrow_;  ///< what is trained in place of the model's own matrices
  corpus::Subsampler subsampler_;
  double gain_;  ///< RateGain
  Schedule schedule_;
  TrainerContext context_;
  std::unique_ptr<Crew> crew_;
  std::optional<HeldOut> held_out_;
  Patience patience_;
  TrainingState state_;  ///< between two blocks; while threads work, as they began
  std::optional<RankSync> ranks_;
  ColumnSteps* columns_;
  std::uint64_t words_before_;  ///< what earlier runs trained of this process's text
  std::uint64_t saved_at_ = 0;  ///< the block of this epoch before which the last save was
  bool stopped_ = false;
  RankSync::Wishes put_off_;
  std::optional<Checkpointer> checkpointer_;
  std::optional<ProgressMeter> meter_;
  std::chrono::steady_clock::time_point last_report_ = std::chrono::steady_clock::now();
};

}  // namespace firth::train
