#include "firth/train.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "firth/error.h"
#include "train/checkpoint/checkpointer.h"
#include "train/checkpoint/choose_ngrams.h"
#include "train/checkpoint/grow_vocabulary.h"
#include "train/checkpoint/initial_model.h"
#include "train/checkpoint/saved.h"
#include "train/held_out.h"
#include "train/ingest/ingest.h"
#include "train/ingest/shuffle_blocks.h"
#include "train/memory.h"
#include "train/ranks/collectives.h"
#include "train/ranks/shared_start.h"
#include "train/ranks/shared_words.h"
#include "train/ranks/train_columns.h"
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
Start Prepare(TrainSettings& settings, const TrainObserver& observer,
              Communicator* ranks = nullptr) {
  Start start;
  if (ranks == nullptr || ranks->rank() == 0) start.saved = train::OpenSaved(settings, observer);
  if (ranks != nullptr) train::ShareSaved(*ranks, start.saved);
  if (!start.saved.checkpoint && !settings.init.empty()) {
    start.initial = train::ReadInitialModel(settings);
  }
  return start;
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
    return train::Grow(start.initial->vocabulary, counted, train::SelectionOf(settings),
                       settings.grow_vocab);
  };
}

/// The same, given what all ranks have counted: the same words in each.
train::ChooseVocabulary ChooserForAll(const Start& start, const TrainSettings& settings,
                                      Communicator& ranks) {
  train::ChooseVocabulary choose = ChooserFor(start, settings);
  if (start.saved.checkpoint || (!choose && !settings.read_vocab.empty())) return choose;
  if (!choose) return train::ChooserOfAll(ranks, settings);
  return [&ranks, choose = std::move(choose)](const Vocabulary& counted) {
    return choose(train::MergeWords(ranks, counted, /*least=*/1));
  };
}

/// The n-grams of the model that training goes on from, as ChooserFor chooses words.
std::shared_ptr<const Vocabulary> NgramsFor(const Start& start, const Vocabulary& words,
                                            const TrainSettings& settings) {
  if (start.saved.checkpoint) {
    return train::ChooseNgrams(words, settings, &start.saved.checkpoint->model, /*grows=*/false);
  }
  if (start.given) return train::ChooseNgrams(words, settings, &*start.given, /*grows=*/false);
  return train::ChooseNgrams(words, settings, start.initial ? &*start.initial : nullptr,
                             settings.grow_vocab);
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

TrainedModel InitialModel(Start& start, Vocabulary vocabulary,
                          std::shared_ptr<const Vocabulary> ngrams,
                          const text::SubwordRows* subwords, const TrainSettings& settings,
                          const TrainObserver& observer, Communicator* ranks) {
  TrainedModel model =
      train::FreshModel(std::move(vocabulary), settings, std::move(ngrams), subwords);
  if (start.saved.checkpoint) {
    if (ranks == nullptr || ranks->rank() == 0) {
      train::RestoreRows(*start.saved.checkpoint, model);
    }
    if (ranks != nullptr) train::ShareRows(*ranks, model);
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
TrainResult FinishedResult(Start& start, const TrainSettings& settings,
                           const TrainObserver& observer, Communicator* ranks) {
  const train::Checkpoint& checkpoint = *start.saved.checkpoint;
  if (observer.note) observer.note(checkpoint.path + " is the end of this training");
  TrainResult result;
  result.early = checkpoint.state.early;
  Vocabulary words = checkpoint.model.vocabulary.Clone();
  auto ngrams = NgramsFor(start, words, settings);
  result.model =
      InitialModel(start, std::move(words), std::move(ngrams), nullptr, settings, observer, ranks);
  return result;
}

/// How many blocks, and which text, all ranks have together.
void RequireSameCorpus(const train::Checkpoint& checkpoint, std::uint64_t fingerprint,
                       std::uint64_t blocks, Communicator* ranks) {
  if (ranks != nullptr) blocks = train::LargestOf(*ranks, blocks) * ranks->size();
  train::RequireSameCorpus(checkpoint, fingerprint, blocks);
}

TrainResult TrainFrom(Start start, const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer, Communicator* ranks = nullptr) {
  const train::ChooseVocabulary choose =
      ranks != nullptr ? ChooserForAll(start, settings, *ranks) : ChooserFor(start, settings);
  train::Ingested ingested =
      train::Ingest(corpus, settings, settings.MemoryLimit(), observer, choose,
                    ranks != nullptr ? train::TextKind::kPart : train::TextKind::kWhole);
  TrainResult result;
  result.stopped = observer.stop.stop_requested();
  if (result.stopped) return result;
  if (ranks != nullptr) train::RequireWordsOfAny(*ranks, ingested, settings);
  if (!ingested.ids && !corpus.rereadable()) {
    throw Error(ErrorKind::kMemory,
                "standard input does not fit the memory limit; save it to a file, or raise "
                "--memory-limit");
  }
  const std::uint64_t fingerprint =
      ranks != nullptr ? train::SumOver(*ranks, ingested.fingerprint) : ingested.fingerprint;
  if (start.saved.checkpoint)
    RequireSameCorpus(*start.saved.checkpoint, fingerprint, ingested.blocks(), ranks);
  ingested.ngrams = NgramsFor(start, ingested.vocabulary, settings);
  const MemoryEstimate memory =
      train::FitMemory(ingested, settings, corpus.rereadable(),
                       {.held_out = train::HeldOut::BytesNeeded(settings, ingested.vocabulary),
                        .together = ranks != nullptr});
  if (ranks == nullptr) {
    SettleOrder(ingested, start.saved.checkpoint ? &*start.saved.checkpoint : nullptr, settings,
                observer);
  }
  train::TrainingState state{.corpus = fingerprint};
  if (start.saved.checkpoint) {
    state = start.saved.checkpoint->state;
    if (observer.note) observer.note("resumed from " + start.saved.checkpoint->path);
  }
  state.shuffled = ingested.shuffled;
  if (observer.ready) observer.ready(ingested.vocabulary, memory);

  ingested.subwords =
      train::RowsToTrain(ingested.vocabulary, settings.model.subwords, ingested.ngrams.get());
  result.model =
      InitialModel(start, std::move(ingested.vocabulary), std::move(ingested.ngrams),
                   ingested.subwords ? &*ingested.subwords : nullptr, settings, observer, ranks);
  try {
    train::Run run(corpus, ingested, settings, observer, result.model, state,
                   start.saved.folder.get(), ranks);
    const std::uint64_t words_before = run.WordsBefore();
    const auto began = std::chrono::steady_clock::now();
    result.early = run.TrainAllEpochs();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
    result.seconds = seconds.count();
    result.progress = run.Report();
    result.words = result.progress.words_done - words_before;
    if (const auto exchanged = run.Exchanged(); exchanged && observer.note) {
      observer.note(*exchanged);
    }
  } catch (const Error& error) {
    start.saved.Rethrow(error);
  }
  train::RequireFinite(result.model, settings);
  result.stopped = observer.stop.stop_requested() && !result.early &&
                   result.progress.words_done < result.progress.words_total;
  return result;
}

void RequireWindowModel(const TrainSettings& settings) {
  if (settings.model.context == ContextKind::kGlove) {
    throw Error(ErrorKind::kSettings, "a GloVe model is trained by TrainGlove");
  }
  if (settings.model.context == ContextKind::kPpmi) {
    throw Error(ErrorKind::kSettings, "a PPMI model is made by TrainPpmi");
  }
}

}  // namespace

TrainResult Train(const Corpus& corpus, const TrainSettings& asked, const TrainObserver& observer) {
  Validate(asked);
  RequireWindowModel(asked);
  TrainSettings settings = asked;
  train::OpenHeldOut(settings);
  Start start = Prepare(settings, observer);
  if (start.saved.checkpoint && start.saved.checkpoint->state.finished) {
    return FinishedResult(start, settings, observer, nullptr);
  }
  return TrainFrom(std::move(start), corpus, settings, observer);
}

TrainResult TrainTogether(Communicator& ranks, const Corpus& corpus, const TrainSettings& asked,
                          const TrainObserver& observer) {
  Validate(asked);
  RequireWindowModel(asked);
  if (asked.ranks.shard == ModelShard::kColumns) {
    return train::TrainColumns(ranks, corpus, asked, observer);
  }
  train::RequireFitForRanks(asked, corpus);
  train::RequireSameSettings(ranks, asked);
  TrainSettings settings = asked;
  train::OpenHeldOut(settings);
  Start start = Prepare(settings, observer, &ranks);
  if (start.saved.checkpoint && start.saved.checkpoint->state.finished) {
    return FinishedResult(start, settings, observer, &ranks);
  }
  return TrainFrom(std::move(start), corpus, settings, observer, &ranks);
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
      return train::Grow(known->vocabulary, counted, train::SelectionOf(settings), /*grows=*/true);
    };
  }
  Vocabulary words = train::Ingest(corpus, settings, /*memory=*/0, observer, grow).vocabulary;
  if (observer.stop.stop_requested()) return {};
  auto ngrams = train::ChooseNgrams(words, settings, known, /*grows=*/true);
  TrainedModel model = train::FreshModel(std::move(words), settings, std::move(ngrams));
  if (known != nullptr) train::CopyRows(*known, model);
  return model;
}

Vocabulary CountWords(const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer) {
  Validate(settings);
  return train::Ingest(corpus, settings, /*memory=*/0, observer).vocabulary;
}

}  // namespace firth
