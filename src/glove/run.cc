#include "glove/run.h"

#include <algorithm>
#include <cmath>

#include "base/system.h"
#include "base/watched_threads.h"
#include "firth/error.h"

namespace firth::glove {
namespace {

StepSettings StepsOf(const TrainSettings& settings) {
  const GloveSettings& glove = settings.model.glove;
  return {.eta = static_cast<float>(glove.eta),
          .log_x_max = static_cast<float>(std::log(glove.x_max)),
          .alpha = static_cast<float>(glove.alpha),
          .seed = settings.seed};
}

std::optional<RankRecords> MakeRanks(const Task& task, Records& records) {
  if (task.ranks == nullptr) return std::nullopt;
  return RankRecords(*task.ranks, task.tiles, records);
}

}  // namespace

Run::Run(const Task& task, Records& records, const TrainedModel& model,
         const train::TrainingState& start, train::CheckpointFolder* folder)
    : task_(task),
      steps_(StepsOf(task.settings)),
      kernels_(kernels::KernelsFor<float>(task.settings.cpu_target)),
      records_(records),
      ranks_(MakeRanks(task, records)),
      strata_(task.tiles, records, steps_, kernels_, base::ThreadCount(task.settings.threads),
              ranks_ ? ranks_->share() : cooccurrence::BandShare()),
      state_(start),
      patience_(task.settings.patience, start.patience),
      last_saved_(start.block),
      pairs_before_(PairsBefore()),
      pace_(strata_.Reports()) {
  if (folder != nullptr) checkpointer_.emplace(*folder, task_.settings, task_.observer, model);
  progress_.unit = "pairs";
  progress_.epochs = task_.settings.epochs;
  progress_.words_total = task_.settings.epochs * task_.tiles.total();
}

std::uint64_t Run::PairsBefore() const {
  std::uint64_t pairs = state_.epoch * task_.tiles.total();
  const TileOrder order(strata_.side(), steps_.seed, state_.epoch);
  for (std::size_t stratum = 0; stratum < state_.block; ++stratum) pairs += PairsOf(order, stratum);
  return pairs;
}

std::uint64_t Run::PairsOf(const TileOrder& order, std::size_t stratum) const {
  std::uint64_t pairs = 0;
  for (std::size_t row = 0; row < strata_.side(); ++row) {
    pairs += task_.tiles.pairs(row, order.Column(stratum, row));
  }
  return pairs;
}

bool Run::TrainAllEpochs() {
  while (state_.epoch < task_.settings.epochs && !state_.finished) {
    const std::optional<double> loss = TrainEpoch();
    if (stopped_) {
      Save();
      return false;
    }
    const EpochReport report = EndEpoch(loss);
    if (task_.observer.epoch) task_.observer.epoch(report);
    state_.epoch += 1;
    state_.block = last_saved_ = 0;
    state_.early = state_.finished = report.stops;
    state_.patience = patience_.state();
  }
  state_.finished = true;
  Save();
  return state_.early;
}

std::optional<double> Run::TrainEpoch() {
  const TileOrder order(strata_.side(), steps_.seed, state_.epoch);
  // A stratum that is cut short could not be gone on with.
  const std::stop_token cut_short =
      checkpointer_ || ranks_ ? std::stop_token() : task_.observer.stop;
  const bool whole = state_.block == 0;
  double loss = 0;
  while (state_.block < strata_.side()) {
    const double own =
        strata_.Train(order, state_.block, state_.epoch, cut_short, [this] { Report(); });
    const StratumNote all = MeetOthers(order, own);
    loss += all.loss;
    state_.block += 1;
    // Strata may be shorter than the time between two ticks.
    if (std::chrono::steady_clock::now() - last_report_ >= base::kTick) Report();
    if (!std::isfinite(loss)) break;
    stopped_ = all.stop;
    if (stopped_) return std::nullopt;
    if (all.save) Save();
  }
  if (!std::isfinite(loss)) {
    throw Error(ErrorKind::kDiverged,
                "the loss is no longer a finite number; train again with a lower --eta");
  }
  if (!whole) return std::nullopt;
  return loss / static_cast<double>(task_.tiles.total());
}

StratumNote Run::MeetOthers(const TileOrder& order, double loss) {
  const std::size_t done = state_.block;
  const bool last = done + 1 == strata_.side();
  const StratumNote own{
      .loss = loss, .stop = task_.observer.stop.stop_requested(), .save = IsSaveDue(done + 1)};
  if (!ranks_) return own;
  const TileOrder next = last ? TileOrder(strata_.side(), steps_.seed, state_.epoch + 1) : order;
  StratumNote all;
  for (const StratumNote& note : ranks_->Pass(order, done, next, last ? 0 : done + 1, own)) {
    all.loss += note.loss;
    all.stop = all.stop || note.stop;
    all.save = all.save || note.save;
  }
  for (std::size_t row = 0; row < strata_.side(); ++row) {
    if (ranks_->share().Has(row)) continue;
    pairs_of_others_ += task_.tiles.pairs(row, order.Column(done, row));
  }
  return all;
}

EpochReport Run::EndEpoch(std::optional<double> loss) {
  EpochReport report;
  report.epoch = state_.epoch + 1;
  report.loss = loss;
  if (task_.settings.valid.empty()) return report;
  report.held_out_loss = HeldOutLoss();
  report.stops = patience_.IsOver(*report.held_out_loss) && report.epoch < task_.settings.epochs;
  return report;
}

double Run::HeldOutLoss() {
  if (ranks_) ranks_->Collect();
  const double own = task_.held_out != nullptr ? OwnHeldOutLoss() : 0;
  return ranks_ ? ranks_->FromFirst(own) : own;
}

double Run::OwnHeldOutLoss() {
  const cooccurrence::PairTiles& tiles = *task_.held_out;
  TileTrainer trainer(tiles, records_, steps_, kernels_);
  double loss = 0;
  for (std::size_t i = 0; i < tiles.side(); ++i) {
    for (std::size_t j = 0; j < tiles.side(); ++j) loss += trainer.Loss(i, j);
  }
  return loss / static_cast<double>(tiles.total());
}

bool Run::IsSaveDue(std::uint64_t stratum) const {
  if (!checkpointer_ || stratum == strata_.side()) return false;
  return checkpointer_->IsDue() || checkpointer_->RestAt(last_saved_) <= stratum;
}

void Run::Save() {
  last_saved_ = state_.block;
  if (ranks_) ranks_->Collect();
  if (checkpointer_) checkpointer_->Save(state_);
}

/// They are where this rank is, or were when the stratum began.
void Run::AddOthers() {
  const auto own = static_cast<double>(progress_.words_done - pairs_before_);
  const auto others = static_cast<double>(pairs_of_others_);
  progress_.words_done += pairs_of_others_;
  const auto left = static_cast<double>(progress_.words_total - progress_.words_done);
  if (own == 0) return;
  progress_.words_per_second = (own + others) / pace_.seconds();
  progress_.seconds_left = pace_.seconds() * left / (own + others);
}

Progress Run::Report() {
  last_report_ = std::chrono::steady_clock::now();
  pace_.Measure(pairs_before_, progress_);
  if (ranks_) AddOthers();
  progress_.rate = task_.settings.model.glove.eta;
  progress_.epoch = std::min(task_.settings.epochs, state_.epoch + 1);
  if (task_.observer.progress) task_.observer.progress(progress_);
  return progress_;
}

}  // namespace firth::glove
