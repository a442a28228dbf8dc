#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <utility>

#include "firth/error.h"
#include "firth/glove.h"
#include "firth/ppmi.h"
#include "output.h"
#include "train_options.h"
#include "training.h"

namespace firth::cli {
namespace {

/// What pairs come from: a text, or files of counts.
struct PairSource {
  std::unique_ptr<Corpus> corpus;
  CooccurrenceFiles files;

  /// train(*corpus) or train(files).
  template <class Train>
  auto Give(const Train& train) const {
    return corpus ? train(*corpus) : train(files);
  }
};

/// Refuses flags that mean nothing to pairs that are counted already.
void CheckGivenCounts(const TrainOptions& options, const TrainSettings& settings) {
  if (!options.corpus.inputs().empty()) {
    throw Error(ErrorKind::kSettings, "--cooccurrences stands in the place of CORPUS: give one");
  }
  if (settings.read_vocab.empty()) {
    throw Error(ErrorKind::kSettings,
                "--cooccurrences needs --read-vocab, the file of the words that its numbers mean");
  }
  const auto is_given = [&](std::string_view name) { return options.settings.IsGiven(name); };
  if (const auto name = MeaninglessToCounts(settings, is_given)) {
    throw Error(ErrorKind::kSettings,
                fmt::format("--{}: means nothing to pairs that are counted already", *name));
  }
}

/// `job`: null, or the ranks that this is one of.
PairSource OpenPairs(const TrainOptions& options, const TrainSettings& settings, const Job* job) {
  const auto outputs = {std::string_view(options.save_vocab),
                        std::string_view(options.save_context),
                        std::string_view(settings.id_cache)};
  if (options.cooccurrences.empty()) {
    return {job != nullptr ? OpenOfRank(options, settings, *job) : options.corpus.Open(outputs),
            {}};
  }
  CheckGivenCounts(options, settings);
  options.corpus.RefuseOutputs(*OpenCorpus({options.cooccurrences, settings.read_vocab}), outputs);
  return {nullptr, {options.cooccurrences, settings.read_vocab}};
}

/// Models that learn from pairs.
struct PairTraining : Training {
  PairSource Open(const Job* job) const { return OpenPairs(options, settings, job); }

  TrainObserver Observe(ProgressLine& line, InterruptGuard& interrupt, LossPlot& plot) const {
    return ObservePairs(line, interrupt, plot);
  }
};

struct GloveTraining : PairTraining {
  GloveResult Train(Job* job, const PairSource& source, const TrainObserver& observer) const {
    return source.Give([&](const auto& counts) {
      return job != nullptr ? TrainGloveTogether(*job, counts, settings, observer)
                            : TrainGlove(counts, settings, observer);
    });
  }

  void Finish(GloveResult result, const LossPlot& plot, StartTime start,
              const InterruptGuard& interrupt) const {
    if (result.model.vectors.vocabulary.empty()) throw ExitCode{interrupt.exit_code()};
    NoteSpeed(result.pairs, result.seconds, "pairs");
    // Vectors may get a row more, <unk>.
    Vocabulary words;
    if (!options.save_vocab.empty()) words = result.model.vectors.vocabulary.Clone();
    std::optional<WordVectors> context;
    if (!options.save_context.empty()) context = ContextVectors(result.model.vectors);
    const WordVectors vectors =
        ToWordVectors(std::move(result.model), options.Wanted(OutputVectors::kSum),
                      settings.model.glove.unknown_row);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    WriteVectors(options, vectors, format, seconds.count());
    WriteOthers(options, words, plot, context);
    if (result.stopped) EndStopped(result.progress, interrupt);
  }
};

struct PpmiTraining : PairTraining {
  TrainObserver Observe(ProgressLine& line, InterruptGuard& interrupt, LossPlot& plot) const {
    TrainObserver observer = ObservePairs(line, interrupt, plot);
    observer.progress = [&line](const Progress& progress) { line.Factoring(progress); };
    return observer;
  }

  TrainResult Train(Job* /*job*/, const PairSource& source, const TrainObserver& observer) const {
    return source.Give([&](const auto& counts) { return TrainPpmi(counts, settings, observer); });
  }

  void Finish(TrainResult result, const LossPlot& plot, StartTime start,
              const InterruptGuard& interrupt) const {
    if (result.stopped) {
      Note("stopped    before the last pass: there is nothing to save");
      throw ExitCode{interrupt.exit_code()};
    }
    NoteSpeed(result.words, result.seconds, "pairs");
    std::optional<WordVectors> context;
    if (!options.save_context.empty()) context = ContextVectors(result.model);
    const WordVectors vectors =
        ToWordVectors(std::move(result.model), options.Wanted(OutputVectors::kInput));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    WriteVectors(options, vectors, format, seconds.count());
    WriteOthers(options, vectors.vocabulary(), plot, context);
  }
};

}  // namespace

void TrainPairs(const TrainOptions& options, Format format, const TrainSettings& settings) {
  if (settings.model.context == ContextKind::kPpmi) {
    return TrainAlone(PpmiTraining{{{options, format, settings}}});
  }
  TrainHere(GloveTraining{{{options, format, settings}}});
}

}  // namespace firth::cli
