#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "cooccurrence/counted_corpus.h"
#include "firth/error.h"
#include "firth/glove.h"
#include "glove/run.h"
#include "train/checkpoint/initial_model.h"
#include "train/checkpoint/saved.h"
#include "train/held_out.h"
#include "train/ranks/shared_start.h"

namespace firth {
namespace {

void RequireGlove(const TrainSettings& settings) {
  Validate(settings);
  if (settings.ranks.shard == ModelShard::kColumns) {
    throw Error(ErrorKind::kSettings, "--shard-model columns is for skip-gram");
  }
  if (!settings.init.empty()) {
    throw Error(ErrorKind::kSettings, "GloVe starts from random vectors: leave out --init");
  }
}

/// A run and the model that it trains.
class Training {
 public:
  Training(cooccurrence::CountedCorpus counted, bool counts_are_given,
           const TrainSettings& settings, const TrainObserver& observer, Communicator* ranks)
      : counted_(std::move(counted)),
        counts_are_given_(counts_are_given),
        settings_(settings),
        observer_(observer),
        ranks_(ranks),
        records_(counted_.vocabulary.size(), settings.model.dim,
                 settings.model.init_range / static_cast<double>(settings.model.dim),
                 settings.seed) {
    state_.corpus = counted_.fingerprint;
  }

  void Resume(train::Checkpoint& checkpoint) {
    train::RequireSameCorpus(checkpoint, counted_.fingerprint, counted_.tiles.side());
    TrainedModel model = Saved();
    if (ranks_ == nullptr || ranks_->rank() == 0) train::RestoreRows(checkpoint, model);
    if (ranks_ != nullptr) train::ShareRows(*ranks_, model);
    checkpoint.model = {};  // the file need not stay mapped
    state_ = checkpoint.state;
    if (observer_.note) observer_.note("resumed from " + checkpoint.path);
  }

  GloveResult Train(train::CheckpointFolder* folder) {
    GloveResult result;
    const TrainedModel saved = Saved();
    const cooccurrence::PairTiles* held_out = counted_.held_out ? &*counted_.held_out : nullptr;
    {
      glove::Run run({counted_.tiles, held_out, settings_, observer_, ranks_}, records_, saved,
                     state_, folder);
      const auto began = std::chrono::steady_clock::now();
      result.early = run.TrainAllEpochs();
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
      result.seconds = seconds.count();
      result.progress = run.Report();
      result.pairs = result.progress.words_done - run.pairs_before();
    }
    train::RequireFinite(saved, settings_);
    result.stopped = observer_.stop.stop_requested() && !result.early &&
                     result.progress.words_done < result.progress.words_total;
    result.model = TakeModel();
    return result;
  }

  /// Once, at the end: what is no part of it is given back.
  GloveModel TakeModel() {
    GloveModel model;
    records_.TakeUnit();
    counted_.tiles = {};
    model.vectors.settings = train::SettingsRecord(settings_);
    if (counts_are_given_) cooccurrence::LeaveOutCounting(model.vectors.settings);
    model.vectors.vocabulary = std::move(counted_.vocabulary);
    model.vectors.input = records_.Vectors();
    model.vectors.output = records_.ContextVectors();
    model.biases = records_.Biases();
    model.context_biases = records_.ContextBiases();
    return model;
  }

 private:
  /// As a checkpoint has it: all numbers of the records, shared with them.
  TrainedModel Saved() {
    TrainedModel model;
    if (!settings_.checkpoint.folder.empty()) model.vocabulary = counted_.vocabulary.Clone();
    model.input = records_.Vectors();
    model.output = records_.Rest();
    return model;
  }

  cooccurrence::CountedCorpus counted_;
  bool counts_are_given_;
  const TrainSettings& settings_;
  const TrainObserver& observer_;
  Communicator* ranks_;
  glove::Records records_;
  train::TrainingState state_;
};

using Counts = std::function<std::optional<cooccurrence::CountedCorpus>(
    const TrainSettings& settings, const cooccurrence::CountRequest& request)>;

GloveResult TrainOn(const Counts& counts, bool are_given, const TrainSettings& asked,
                    const TrainObserver& observer, Communicator* ranks) {
  TrainSettings settings = asked;
  RequireGlove(settings);
  if (ranks != nullptr) train::RequireSameSettings(*ranks, settings);
  train::OpenHeldOut(settings);
  train::Saved saved;
  if (ranks == nullptr || ranks->rank() == 0) saved = train::OpenSaved(settings, observer);
  if (ranks != nullptr) train::ShareSaved(*ranks, saved);
  const bool finished = saved.checkpoint && saved.checkpoint->state.finished;
  const std::size_t dim = settings.model.dim;
  auto counted = counts(
      settings, {.matrices = [dim](std::size_t n) { return glove::Records::BytesNeeded(n, dim); },
                 .row_bytes = glove::Records::BytesNeeded(1, dim) / 2,
                 .bytes_in_hand = glove::TileTrainer::kBytesPerPair,
                 .words_alone = finished,
                 .ranks = ranks});
  GloveResult result;
  result.stopped = !counted;
  if (!counted) return result;
  if (observer.ready) observer.ready(counted->vocabulary, counted->memory);
  Training training(std::move(*counted), are_given, settings, observer, ranks);
  if (saved.checkpoint) training.Resume(*saved.checkpoint);
  if (!finished) return training.Train(saved.folder.get());
  if (observer.note) observer.note(saved.checkpoint->path + " is the end of this training");
  result.early = saved.checkpoint->state.early;
  result.model = training.TakeModel();
  return result;
}

GloveResult TrainOnCorpus(const Corpus& corpus, const TrainSettings& settings,
                          const TrainObserver& observer, Communicator* ranks) {
  const auto counts = [&](const TrainSettings& now, const cooccurrence::CountRequest& request) {
    return cooccurrence::CountCorpus(corpus, now, request, observer);
  };
  return TrainOn(counts, false, settings, observer, ranks);
}

GloveResult TrainOnFiles(const CooccurrenceFiles& files, const TrainSettings& settings,
                         const TrainObserver& observer, Communicator* ranks) {
  const auto counts = [&](const TrainSettings& now, const cooccurrence::CountRequest& request) {
    return cooccurrence::TakeCounts(files, now, request, observer);
  };
  return TrainOn(counts, true, settings, observer, ranks);
}

}  // namespace

GloveResult TrainGlove(const Corpus& corpus, const TrainSettings& settings,
                       const TrainObserver& observer) {
  return TrainOnCorpus(corpus, settings, observer, nullptr);
}

GloveResult TrainGlove(const CooccurrenceFiles& files, const TrainSettings& settings,
                       const TrainObserver& observer) {
  return TrainOnFiles(files, settings, observer, nullptr);
}

GloveResult TrainGloveTogether(Communicator& ranks, const Corpus& corpus,
                               const TrainSettings& settings, const TrainObserver& observer) {
  train::RequireFitForRanks(settings, corpus);
  return TrainOnCorpus(corpus, settings, observer, &ranks);
}

GloveResult TrainGloveTogether(Communicator& ranks, const CooccurrenceFiles& files,
                               const TrainSettings& settings, const TrainObserver& observer) {
  return TrainOnFiles(files, settings, observer, &ranks);
}

}  // namespace firth
