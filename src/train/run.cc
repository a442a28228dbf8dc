#include "train/run.h"

#include <algorithm>

#include "base/system.h"
#include "train/block_feed.h"
#include "train/workers.h"

namespace firth::train {
namespace {

/// The word that stands in the vocabulary but in no sentence.
std::optional<TokenId> UntrainedWord(const TrainSettings& settings) {
  if (settings.line_end != LineEnd::kWord2vec) return std::nullopt;
  return TokenId{0};
}

unsigned ThreadCount(const TrainSettings& settings, std::uint64_t blocks) {
  const unsigned wanted = settings.threads > 0 ? settings.threads : base::ProcessorCount();
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, blocks));
}

}  // namespace

Run::Run(const Corpus& corpus, const Ingested& ingested, const TrainSettings& settings,
         const TrainObserver& observer, TrainedModel& model)
    : corpus_(corpus),
      ingested_(ingested),
      settings_(settings),
      observer_(observer),
      model_(model),
      subsampler_(model.vocabulary, settings.sample),
      schedule_(settings.StartRate(), settings.EndRate(), settings.lr_decay,
                settings.epochs * ingested.tokens()),
      context_{settings, ingested, subsampler_, schedule_},
      patience_(settings.patience),
      meter_(workers_, ingested, settings, schedule_) {
  switch (settings.model.objective) {
    case Objective::kNegativeSampling:
      negatives_.emplace(model.vocabulary, settings.model.ns_power, UntrainedWord(settings));
      break;
    case Objective::kHierarchicalSoftmax:
      tree_.emplace(model.vocabulary);
      break;
    case Objective::kFullSoftmax:
      break;
  }
  for (unsigned i = 0; i < ThreadCount(settings, ingested.blocks()); ++i) {
    workers_.push_back(
        std::make_unique<Worker>(context_, models::MakeSentenceModel(settings.model, Shared())));
  }
  if (!settings.valid.empty()) held_out_.emplace(settings, model.vocabulary);
}

models::SharedParts<float> Run::Shared() const {
  return {matrix::SharedRows<float>(model_.input),
          matrix::SharedRows<float>(model_.output),
          model_.vocabulary.size(),
          negatives_ ? &*negatives_ : nullptr,
          tree_ ? &*tree_ : nullptr,
          kernels::KernelsFor<float>(settings_.cpu_target)};
}

bool Run::TrainAllEpochs() {
  for (std::size_t epoch = 0; epoch < settings_.epochs; ++epoch) {
    const auto feed = MakeBlockFeed(corpus_, ingested_, model_.vocabulary, epoch);
    RunWorkers(workers_, *feed, observer_.stop, [this] { Report(); });
    if (IsReportDue()) Report();  // epochs may be shorter than the time between two ticks
    if (observer_.stop.stop_requested()) return false;
    const EpochReport report = EndEpoch(epoch);
    if (observer_.epoch) observer_.epoch(report);
    if (report.stops) return true;
  }
  return false;
}

EpochReport Run::EndEpoch(std::size_t epoch) {
  EpochReport report;
  report.epoch = epoch + 1;
  if (!held_out_) return report;
  const auto model = models::MakeSentenceModel(settings_.model, Shared());
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
