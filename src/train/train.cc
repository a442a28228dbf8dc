#include "firth/train.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "firth/error.h"
#include "train/checkpoint/checkpointer.h"
#include "train/checkpoint/grow_vocabulary.h"
#include "train/checkpoint/initial_model.h"
#include "train/checkpoint/saved.h"
#include "train/held_out.h"
#include "train/ingest/ingest.h"
#include "train/ingest/shuffle_blocks.h"
#include "train/memory.h"
#include "train/run.h"

namespace firth {
namespace {

/// Where a run goes on or begins.
struct Start {
  train::Saved saved;
  std::optional<TrainedModel> initial;  ///< what settings.init names
  std::optional<TrainedModel> given;    ///< what the caller hands over
};

/// Opens what the settings name, before long work. Settings become those of a checkpoint that is
/// resumed.
Start Prepare(TrainSettings& settings, const TrainObserver& observer) {
  Start start;
  start.saved = train::OpenSaved(settings, observer);
  if (!start.saved.checkpoint && !settings.init.empty()) {
    start.initial = train::ReadInitialModel(settings);
  }
  return start;
}

VocabularySettings SelectionOf(const TrainSettings& settings) {
  return {.min_count = settings.min_count,
          .max_words = settings.max_vocab,
          .line_end_word = settings.line_end == LineEnd::kWord2vec};
}

/// The words of the checkpoint, or of the model that was given, as they are; those of the initial
/// vectors and the corpus together; or, when there is none of them, nothing.
train::ChooseVocabulary ChooserFor(const Start& start, const TrainSettings& settings) {
  if (start.saved.checkpoint) {
    return [&start](const Vocabulary&) { return start.saved.checkpoint->model.vocabulary.Clone(); };
  }
  if (start.given) return [&](const Vocabulary&) { return start.given->vocabulary.Clone(); };
  if (!start.initial) return {};
  return [&](const Vocabulary& counted) {
    return train::Grow(start.initial->vocabulary, counted, SelectionOf(settings),
                       settings.grow_vocab);
  };
}

/// Shuffles the blocks where the settings say so. Within an epoch the order stays as it was: those
/// that are done come first. Between two epochs any order will do.
void SettleOrder(train::Ingested& ingested, const train::Checkpoint* checkpoint,
                 const TrainSettings& settings, const TrainObserver& observer) {
  const bool amidst = checkpoint != nullptr && checkpoint->state.block > 0;
  if (settings.order == BlockOrder::kText || (amidst && !checkpoint->state.shuffled)) return;
  if (ingested.ids) return train::ShuffleBlocks(ingested, settings.seed);
  if (amidst || settings.deterministic) {
    throw Error(
        ErrorKind::kMemory,
        fmt::format("as ids the corpus does not fit the memory limit, so it cannot be shuffled{}: "
                    "raise --memory-limit, or name a --cache-file",
                    amidst ? " as it was before" : ""));
  }
  if (observer.note) observer.note("as ids the corpus does not fit: it is read in its own order");
}

TrainedModel InitialModel(Start& start, Vocabulary vocabulary, const TrainSettings& settings,
                          const TrainObserver& observer) {
  TrainedModel model = train::FreshModel(std::move(vocabulary), settings);
  if (start.saved.checkpoint) {
    train::RestoreRows(*start.saved.checkpoint, model);
    start.saved.checkpoint->model = {};  // the file need not stay mapped
  } else if (start.given) {
    if (!train::TakeRows(*start.given, model)) {
      throw Error(
          ErrorKind::kSettings,
          "the model to go on from has matrices of another shape than the settings ask for");
    }
    start.given.reset();
  } else if (start.initial) {
    const std::size_t old = start.initial->vocabulary.size();
    const bool both = train::CopyRows(*start.initial, model);
    start.initial.reset();
    if (observer.note) {
      observer.note(fmt::format("starts from {}: {} words, {} new, {}", settings.init, old,
                                model.vocabulary.size() - old,
                                both ? "both matrices" : "the output matrix begins anew"));
    }
  }
  return model;
}

/// The result of a run that has nothing left to do.
TrainResult FinishedResult(const train::Checkpoint& checkpoint, const TrainSettings& settings) {
  TrainResult result;
  result.early = checkpoint.state.early;
  result.model = train::FreshModel(checkpoint.model.vocabulary.Clone(), settings);
  train::RestoreRows(checkpoint, result.model);
  return result;
}

TrainResult TrainFrom(Start start, const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer) {
  train::Ingested ingested = train::Ingest(corpus, settings, settings.MemoryLimit(), observer,
                                           ChooserFor(start, settings));
  TrainResult result;
  result.stopped = observer.stop.stop_requested();
  if (result.stopped) return result;
  if (!ingested.ids && !corpus.rereadable()) {
    throw Error(ErrorKind::kMemory,
                "standard input does not fit the memory limit; save it to a file, or raise "
                "--memory-limit");
  }
  if (start.saved.checkpoint)
    train::RequireSameCorpus(*start.saved.checkpoint, ingested.fingerprint, ingested.blocks());
  const std::uint64_t held_out = train::HeldOut::BytesNeeded(settings, ingested.vocabulary);
  const MemoryEstimate memory = train::FitMemory(ingested, settings, corpus.rereadable(), held_out);
  SettleOrder(ingested, start.saved.checkpoint ? &*start.saved.checkpoint : nullptr, settings,
              observer);
  train::TrainingState state{.corpus = ingested.fingerprint};
  if (start.saved.checkpoint) {
    state = start.saved.checkpoint->state;
    if (observer.note) observer.note("resumed from " + start.saved.checkpoint->path);
  }
  state.shuffled = ingested.shuffled;
  if (observer.ready) observer.ready(ingested.vocabulary, memory);

  result.model = InitialModel(start, std::move(ingested.vocabulary), settings, observer);
  try {
    train::Run run(corpus, ingested, settings, observer, result.model, state,
                   start.saved.folder.get());
    const std::uint64_t words_before =
        state.epoch * ingested.tokens() + ingested.tokens_before[state.block];
    const auto began = std::chrono::steady_clock::now();
    result.early = run.TrainAllEpochs();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
    result.seconds = seconds.count();
    result.progress = run.Report();
    result.words = result.progress.words_done - words_before;
  } catch (const Error& error) {
    start.saved.Rethrow(error);
  }
  train::RequireFinite(result.model, settings);
  result.stopped = observer.stop.stop_requested() && !result.early &&
                   result.progress.words_done < result.progress.words_total;
  return result;
}

}  // namespace

TrainResult Train(const Corpus& corpus, const TrainSettings& asked, const TrainObserver& observer) {
  Validate(asked);
  if (asked.model.context == ContextKind::kGlove) {
    throw Error(ErrorKind::kSettings, "a GloVe model is trained by TrainGlove");
  }
  TrainSettings settings = asked;
  train::OpenHeldOut(settings);
  Start start = Prepare(settings, observer);
  if (start.saved.checkpoint && start.saved.checkpoint->state.finished) {
    if (observer.note) observer.note(start.saved.checkpoint->path + " is the end of this training");
    return FinishedResult(*start.saved.checkpoint, settings);
  }
  return TrainFrom(std::move(start), corpus, settings, observer);
}

TrainResult TrainFurther(const Corpus& corpus, const TrainSettings& asked, TrainedModel model,
                         const TrainObserver& observer) {
  Validate(asked);
  if (!asked.init.empty() || asked.checkpoint.resume) {
    throw Error(ErrorKind::kSettings, "training goes on from a model: leave out init and resume");
  }
  const bool draws = asked.model.objective == Objective::kNegativeSampling;
  if (draws && !model.vocabulary.HasCounts()) {
    throw Error(ErrorKind::kInput,
                "no word of the model to go on from has a count: negatives cannot be drawn");
  }
  TrainSettings settings = asked;
  train::OpenHeldOut(settings);
  Start start = Prepare(settings, observer);
  start.given = std::move(model);
  return TrainFrom(std::move(start), corpus, settings, observer);
}

TrainedModel StartModel(const Corpus& corpus, const TrainSettings& settings,
                        const TrainObserver& observer, const TrainedModel* known) {
  Validate(settings);
  train::ChooseVocabulary grow;
  if (known != nullptr) {
    grow = [&](const Vocabulary& counted) {
      return train::Grow(known->vocabulary, counted, SelectionOf(settings), /*grows=*/true);
    };
  }
  Vocabulary words = train::Ingest(corpus, settings, /*memory=*/0, observer, grow).vocabulary;
  if (observer.stop.stop_requested()) return {};
  TrainedModel model = train::FreshModel(std::move(words), settings);
  if (known != nullptr) train::CopyRows(*known, model);
  return model;
}

Vocabulary CountWords(const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer) {
  Validate(settings);
  return train::Ingest(corpus, settings, /*memory=*/0, observer).vocabulary;
}

}  // namespace firth
