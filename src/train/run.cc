#include "train/run.h"

#include <algorithm>
#include <utility>

#include "train/ingest/block_feed.h"
#include "train/ranks/rate_gain.h"
#include "train/stored_rows.h"

namespace firth::train {
namespace {

/// The word that stands in the vocabulary but in no sentence.
std::optional<TokenId> UntrainedWord(const TrainSettings& settings, const Vocabulary& vocabulary) {
  if (settings.line_end != LineEnd::kWord2vec) return std::nullopt;
  return vocabulary.Find(kLineEndWord);
}

}  // namespace

Run::Run(const Corpus& corpus, const Ingested& ingested, const TrainSettings& settings,
         const TrainObserver& observer, TrainedModel& model, const TrainingState& start,
         CheckpointFolder* folder, Communicator* ranks, ColumnSteps* columns)
    : corpus_(corpus),
      ingested_(ingested),
      settings_(settings),
      observer_(observer),
      model_(model),
      subwords_(ingested.subwords ? &*ingested.subwords : nullptr),
      subsampler_(model.vocabulary, settings.sample),
      gain_(ranks != nullptr ? RateGain(settings, ranks->size()) : 1),
      schedule_(gain_ * settings.StartRate(), gain_ * settings.EndRate(), settings.Decay(),
                std::max<std::uint64_t>(1, settings.epochs * ingested.tokens())),
      context_{settings, ingested, subsampler_, schedule_},
      patience_(settings.patience, start.patience),
      state_(start),
      columns_(columns) {
  if (folder != nullptr) checkpointer_.emplace(*folder, settings, observer, model);
  switch (settings.model.objective) {
    case Objective::kNegativeSampling:
      negatives_.emplace(model.vocabulary, settings.model.ns_power,
                         UntrainedWord(settings, model.vocabulary));
      break;
    case Objective::kHierarchicalSoftmax:
      tree_.emplace(model.vocabulary);
      break;
    case Objective::kFullSoftmax:
      break;
  }
  if (subwords_ != nullptr && !subwords_->places().empty()) {
    const auto places = subwords_->places();
    packed_.emplace(model.input, model.vocabulary.size(),
                    std::vector<RowId>(places.begin(), places.end()));
  }
  if (settings.storage == RowStorage::kBf16) narrow_.emplace(model, settings);
  if (ranks != nullptr) {
    ranks_.emplace(*ranks, ingested, settings, model,
                   UsesOf(model.vocabulary, model.input.rows(), model.output.rows(), settings.model,
                          subsampler_, tree_ ? &*tree_ : nullptr, subwords_),
                   gain_);
  }
  words_before_ = start.epoch * ingested.tokens() + ingested.tokens_before[FirstBlock()];
  saved_at_ = start.block;
  crew_ = MakeCrew();
  meter_.emplace(crew_->Reports(), ingested, settings, schedule_, words_before_);
  if (!settings.valid.empty()) held_out_.emplace(settings, model.vocabulary);
}

std::unique_ptr<Crew> Run::MakeCrew() {
  const auto maker = [this](matrix::SharedRows<float> input, matrix::SharedRows<float> output) {
    return models::MakeSentenceModel(settings_.model, Shared(input, output));
  };
  return train::MakeCrew(context_, model_, narrow_ ? &*narrow_ : nullptr, maker);
}

models::SharedParts<float> Run::Shared(matrix::SharedRows<float> input,
                                       matrix::SharedRows<float> output) const {
  return {input,
          output,
          model_.vocabulary.size(),
          negatives_ ? &*negatives_ : nullptr,
          tree_ ? &*tree_ : nullptr,
          kernels::KernelsFor<float>(settings_.cpu_target),
          subwords_,
          columns_};
}

models::SharedParts<float> Run::Trained() {
  const ModelRows rows(model_, narrow_ ? &*narrow_ : nullptr);
  return Shared(rows.input.Rows(), rows.output.Rows());
}

bool Run::TrainAllEpochs() {
  TrainEpochs();
  GiveRows();
  if (checkpointer_) checkpointer_->Save(state_);
  return state_.early;
}

void Run::TrainEpochs() {
  while (state_.epoch < settings_.epochs && !state_.finished) {
    ranks_ ? TrainEpochTogether() : TrainEpoch();
    if (IsReportDue()) Report();  // epochs may be shorter than the time between two ticks
    if (stopped_) return;
    const EpochReport report = EndEpoch(state_.epoch);
    if (observer_.epoch) observer_.epoch(report);
    state_.epoch += 1;
    state_.block = saved_at_ = 0;
    state_.early = state_.finished = report.stops;
    state_.patience = patience_.state();
  }
  state_.finished = true;
}

void Run::TrainEpoch() {
  const auto feed = MakeBlockFeed(corpus_, ingested_, model_.vocabulary, state_.epoch, state_.block,
                                  LaneCount(settings_, ingested_.blocks()));
  // A block that is cut short could not be gone on with: with checkpoints all in hand are ended.
  const std::stop_token cut_short = checkpointer_ ? std::stop_token() : observer_.stop;
  while (true) {
    feed->GoOnTo(checkpointer_ ? checkpointer_->RestAt(feed->next()) : ingested_.blocks());
    {
      const std::stop_callback rest(observer_.stop, [&feed] { feed->Rest(); });
      crew_->Run(*feed, cut_short, [&] {
        Report();
        if (checkpointer_ && checkpointer_->IsDue()) feed->Rest();
      });
    }
    if (columns_ != nullptr) columns_->Flush();
    state_.block = feed->next();
    stopped_ = observer_.stop.stop_requested();
    if (stopped_ || feed->IsAtEnd()) return;
    Save();
  }
}

void Run::TrainEpochTogether() {
  const auto feed = MakeBlockFeed(corpus_, ingested_, model_.vocabulary, state_.epoch, FirstBlock(),
                                  LaneCount(settings_, ingested_.blocks()));
  for (std::uint64_t round = ranks_->RoundOf(state_.block); round < ranks_->rounds();) {
    round = ranks_->NextPoint(round);
    feed->GoOnTo(round);
    crew_->Run(*feed, {}, [this] { Report(); });
    state_.block = ranks_->PlaceOf(round);
    const RankSync::Wishes wishes = MeetOthers(round);
    stopped_ = wishes.stop;
    if (stopped_) return;
    if (wishes.save) Save();
  }
}

RankSync::Wishes Run::MeetOthers(std::uint64_t round) {
  const RankNote note = NoteToOthers();
  const double rate = schedule_.RateAt(static_cast<double>(words_before_ + note.tokens));
  const bool ends = round >= ranks_->rounds();
  if (ends && (held_out_ || state_.epoch + 1 == settings_.epochs)) {
    ranks_->Settle(note, rate);
    return {};
  }
  // A place between two epochs is none to stop at: what is wished there is done at the next point.
  RankSync::Wishes wishes = ranks_->Meet(round, note, rate);
  wishes.Add(std::exchange(put_off_, {}));
  if (ends) {
    put_off_ = wishes;
    return {};
  }
  if (wishes.any()) ranks_->Settle(note, rate);
  return wishes;
}

RankNote Run::NoteToOthers() const {
  RankNote note;
  for (const TrainerReport* report : crew_->Reports()) note.tokens += report->tokens;
  note.stop = observer_.stop.stop_requested();
  note.save = IsSaveDue();
  return note;
}

bool Run::IsSaveDue() const {
  if (!checkpointer_) return false;
  return checkpointer_->IsDue() || state_.block >= checkpointer_->RestAt(saved_at_);
}

void Run::Save() {
  saved_at_ = state_.block;
  if (!checkpointer_) return;
  GiveRows();
  checkpointer_->Save(state_);
  if (packed_) packed_->Pack();
  if (narrow_) narrow_->LetGo();
}

void Run::GiveRows() {
  if (packed_) packed_->Spread();
  if (narrow_) narrow_->Widen();
}

EpochReport Run::EndEpoch(std::size_t epoch) {
  EpochReport report;
  report.epoch = epoch + 1;
  if (!held_out_) return report;
  const auto model = models::MakeSentenceModel(settings_.model, Trained());
  report.held_out_loss = held_out_->Loss(*model);
  // Processors that differ may differ in its last digits, and then in what follows from it.
  if (ranks_) report.held_out_loss = ranks_->FromFirst(*report.held_out_loss);
  report.stops = patience_.IsOver(*report.held_out_loss) && report.epoch < settings_.epochs;
  return report;
}

std::uint64_t Run::WordsBefore() const {
  if (!ranks_) return words_before_;
  Progress start{.words_done = words_before_, .words_total = settings_.epochs * ingested_.tokens()};
  ranks_->ScaleUp(start, ingested_.tokens());
  return start.words_done;
}

bool Run::IsReportDue() const { return std::chrono::steady_clock::now() - last_report_ >= kTick; }

Progress Run::Report() {
  last_report_ = std::chrono::steady_clock::now();
  Progress progress = meter_->Measure();
  if (ranks_) ranks_->ScaleUp(progress, ingested_.tokens());
  progress.rate /= gain_;
  if (observer_.progress) observer_.progress(progress);
  return progress;
}

}  // namespace firth::train
