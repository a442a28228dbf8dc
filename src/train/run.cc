#include "train/run.h"

#include <algorithm>

#include "base/system.h"
#include "train/ingest/block_feed.h"
#include "train/workers/workers.h"

namespace firth::train {
namespace {

/// The word that stands in the vocabulary but in no sentence.
std::optional<TokenId> UntrainedWord(const TrainSettings& settings, const Vocabulary& vocabulary) {
  if (settings.line_end != LineEnd::kWord2vec) return std::nullopt;
  return vocabulary.Find(kLineEndWord);
}

unsigned ThreadCount(const TrainSettings& settings, std::uint64_t blocks) {
  const unsigned wanted = settings.threads > 0 ? settings.threads : base::ProcessorCount();
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, blocks));
}

/// Every copied row is merged so often in a run; one that is too short for that shares all rows.
constexpr std::uint64_t kLeastMerges = 64;

ReplicaSettings ReplicasFor(const TrainSettings& settings, unsigned threads, std::uint64_t blocks) {
  if (threads == 1 || settings.epochs * blocks / threads < kLeastMerges) return {};
  return {.rows = settings.private_rows,
          .interval = settings.merge_blocks,
          .replicas = threads,
          .longest = settings.epochs * blocks / threads / kLeastMerges};
}

}  // namespace

Run::Run(const Corpus& corpus, const Ingested& ingested, const TrainSettings& settings,
         const TrainObserver& observer, TrainedModel& model, const TrainingState& start,
         CheckpointFolder* folder)
    : corpus_(corpus),
      ingested_(ingested),
      settings_(settings),
      observer_(observer),
      model_(model),
      subsampler_(model.vocabulary, settings.sample),
      schedule_(settings.StartRate(), settings.EndRate(), settings.Decay(),
                settings.epochs * ingested.tokens()),
      context_{settings, ingested, subsampler_, schedule_},
      patience_(settings.patience, start.patience),
      state_(start),
      meter_(workers_, ingested, settings, schedule_,
             start.epoch * ingested.tokens() + ingested.tokens_before[start.block]) {
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
  const unsigned threads = ThreadCount(settings, ingested.blocks());
  const ReplicaSettings replicas = ReplicasFor(settings, threads, ingested.blocks());
  if (replicas.rows > 0) replicated_.emplace(replicas, model.input, model.output);
  for (unsigned i = 0; i < threads; ++i) workers_.push_back(MakeWorker());
  if (!settings.valid.empty()) held_out_.emplace(settings, model.vocabulary);
}

std::unique_ptr<Worker> Run::MakeWorker() {
  std::unique_ptr<Replica> replica;
  auto input = matrix::SharedRows<float>(model_.input);
  auto output = matrix::SharedRows<float>(model_.output);
  if (replicated_) {
    replica = std::make_unique<Replica>(*replicated_);
    input = replica->InputRows();
    output = replica->OutputRows();
  }
  auto sentence_model = models::MakeSentenceModel(settings_.model, Shared(input, output));
  return std::make_unique<Worker>(context_, std::move(replica), std::move(sentence_model));
}

models::SharedParts<float> Run::Shared(matrix::SharedRows<float> input,
                                       matrix::SharedRows<float> output) const {
  return {input,
          output,
          model_.vocabulary.size(),
          negatives_ ? &*negatives_ : nullptr,
          tree_ ? &*tree_ : nullptr,
          kernels::KernelsFor<float>(settings_.cpu_target)};
}

bool Run::TrainAllEpochs() {
  while (state_.epoch < settings_.epochs && !state_.finished) {
    TrainEpoch();
    if (IsReportDue()) Report();  // epochs may be shorter than the time between two ticks
    if (observer_.stop.stop_requested()) {
      Save();
      return false;
    }
    const EpochReport report = EndEpoch(state_.epoch);
    if (observer_.epoch) observer_.epoch(report);
    state_.epoch += 1;
    state_.block = 0;
    state_.early = state_.finished = report.stops;
    state_.patience = patience_.state();
  }
  state_.finished = true;
  Save();
  return state_.early;
}

void Run::TrainEpoch() {
  const auto feed =
      MakeBlockFeed(corpus_, ingested_, model_.vocabulary, state_.epoch, state_.block);
  // A block that is cut short could not be gone on with: with checkpoints all in hand are ended.
  const std::stop_token cut_short = checkpointer_ ? std::stop_token() : observer_.stop;
  while (true) {
    feed->GoOnTo(checkpointer_ ? checkpointer_->RestAt(feed->next()) : ingested_.blocks());
    {
      const std::stop_callback rest(observer_.stop, [&feed] { feed->Rest(); });
      RunWorkers(workers_, *feed, cut_short, [&] {
        Report();
        if (checkpointer_ && checkpointer_->IsDue()) feed->Rest();
      });
    }
    state_.block = feed->next();
    if (observer_.stop.stop_requested() || feed->IsAtEnd()) return;
    Save();
  }
}

void Run::Save() {
  if (checkpointer_) checkpointer_->Save(state_);
}

EpochReport Run::EndEpoch(std::size_t epoch) {
  EpochReport report;
  report.epoch = epoch + 1;
  if (!held_out_) return report;
  const auto model = models::MakeSentenceModel(
      settings_.model,
      Shared(matrix::SharedRows<float>(model_.input), matrix::SharedRows<float>(model_.output)));
  report.held_out_loss = held_out_->Loss(*model);
  report.stops = patience_.IsOver(*report.held_out_loss) && report.epoch < settings_.epochs;
  return report;
}

bool Run::IsReportDue() const { return std::chrono::steady_clock::now() - last_report_ >= kTick; }

Progress Run::Report() {
  last_report_ = std::chrono::steady_clock::now();
  const Progress progress = meter_.Measure();
  if (observer_.progress) observer_.progress(progress);
  return progress;
}

}  // namespace firth::train
