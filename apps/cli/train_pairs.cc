#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <utility>

#include "firth/error.h"
#include "firth/glove.h"
#include "firth/ppmi.h"
#include "output.h"
#include "ranks.h"
#include "train_options.h"

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
PairSource OpenPairs(const TrainOptions& options, const TrainSettings& settings,
                     const Job* job = nullptr) {
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

/// Writes what was learned. `start`: when the command began.
void FinishGlove(const TrainOptions& options, Format format, const TrainSettings& settings,
                 GloveResult result, const LossPlot& plot,
                 std::chrono::steady_clock::time_point start, const InterruptGuard& interrupt) {
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

void RunGlove(const TrainOptions& options, Format format, const TrainSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  const PairSource source = OpenPairs(options, settings);
  InterruptGuard interrupt;
  ProgressLine line;
  LossPlot plot;
  const TrainObserver observer = ObservePairs(line, interrupt, plot);
  GloveResult result =
      source.Give([&](const auto& counts) { return TrainGlove(counts, settings, observer); });
  line.End();
  FinishGlove(options, format, settings, std::move(result), plot, start, interrupt);
}

/// The same as one of several ranks, of which the first alone reports and writes.
void RunGloveAsRank(const TrainOptions& options, Format format, const TrainSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  InterruptGuard interrupt;
  const auto job = JoinOthers(settings.ranks.silence);
  AbortOnFailure(*job, [&] {
    const bool first = job->rank() == 0;
    if (first) CheckOutputs(options, format);
    const PairSource source = OpenPairs(options, settings, job.get());
    ProgressLine line;
    LossPlot plot;
    const TrainObserver observer = first ? ObservePairs(line, interrupt, plot)
                                         : ObserveOtherRank(job->NameOf(job->rank()), interrupt);
    GloveResult result = source.Give(
        [&](const auto& counts) { return TrainGloveTogether(*job, counts, settings, observer); });
    line.End();
    if (first) {
      return FinishGlove(options, format, settings, std::move(result), plot, start, interrupt);
    }
    if (result.stopped) throw ExitCode{interrupt.exit_code()};
  });
}

void RunPpmi(const TrainOptions& options, Format format, const TrainSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  const PairSource source = OpenPairs(options, settings);
  InterruptGuard interrupt;
  ProgressLine line;
  LossPlot no_plot;
  TrainObserver observer = ObservePairs(line, interrupt, no_plot);
  observer.progress = [&line](const Progress& progress) { line.Factoring(progress); };
  TrainResult result =
      source.Give([&](const auto& counts) { return TrainPpmi(counts, settings, observer); });
  line.End();
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
  WriteOthers(options, vectors.vocabulary(), no_plot, context);
}

}  // namespace

void TrainPairs(const TrainOptions& options, Format format, const TrainSettings& settings) {
  if (options.model == "ppmi") return RunPpmi(options, format, settings);
  IsStartedTogether() ? RunGloveAsRank(options, format, settings)
                      : RunGlove(options, format, settings);
}

}  // namespace firth::cli
