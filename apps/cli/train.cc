#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "base/paths.h"
#include "firth/error.h"
#include "formats/writable.h"
#include "loss_plot.h"
#include "output.h"
#include "ranks.h"
#include "train_options.h"
#include "verbs.h"

namespace firth::cli {
namespace {

/// Where --cache keeps the ids: beside the corpus.
std::string CacheBeside(const std::vector<std::string>& corpus) {
  if (corpus.empty()) {
    throw Error(ErrorKind::kSettings, "--cache: means nothing to pairs that are counted already");
  }
  std::string name = corpus.front();
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  if (corpus.size() == 1 && base::Exists(name)) return name + ".ids";
  throw Error(ErrorKind::kSettings,
              "--cache names its file after the corpus, which must be one file or folder; "
              "give --cache-file FILE instead");
}

void RunOneHot(const TrainOptions& options, Format format, const TrainSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  const auto corpus =
      options.corpus.Open({options.save_vocab, options.save_context, settings.id_cache});
  InterruptGuard interrupt;
  ProgressLine line;
  LossPlot no_plot;
  Vocabulary words = CountWords(*corpus, settings, ObserveTraining(line, interrupt, no_plot));
  line.End();
  if (interrupt.token().stop_requested()) throw ExitCode{interrupt.exit_code()};
  const WordVectors vectors = OneHotVectors(std::move(words), settings.MemoryLimit());
  if (!options.save_vocab.empty()) WriteVocabularyFile(vectors.vocabulary(), options.save_vocab);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  WriteVectors(options, vectors, format, seconds.count());
}

/// Writes what was learned. `start`: when the command began.
void Finish(const TrainOptions& options, Format format, TrainResult result, const LossPlot& plot,
            std::chrono::steady_clock::time_point start, const InterruptGuard& interrupt) {
  if (result.model.vocabulary.empty()) throw ExitCode{interrupt.exit_code()};
  NoteSpeed(result.words, result.seconds, "words");
  std::optional<WordVectors> context;
  if (!options.save_context.empty()) context = ContextVectors(result.model);
  const OutputVectors which = options.Wanted(OutputVectors::kInput);
  // fastText's file holds both matrices as they were trained, and vectors only one, composed.
  const bool whole = format == Format::kFasttext && which == OutputVectors::kInput;
  if (whole) WriteFasttextModel(result.model, options.corpus.output());
  const WordVectors vectors = ToWordVectors(std::move(result.model), which);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  if (whole) {
    NoteWritten(options, vectors, format, seconds.count());
  } else {
    WriteVectors(options, vectors, format, seconds.count());
  }
  WriteOthers(options, vectors.vocabulary(), plot, context);
  if (result.stopped) EndStopped(result.progress, interrupt);
}

void RunTraining(const TrainOptions& options, Format format, const TrainSettings& settings) {
  CheckOutputs(options, format);
  const auto start = std::chrono::steady_clock::now();
  const auto corpus =
      options.corpus.Open({options.save_vocab, options.save_context, settings.id_cache});
  InterruptGuard interrupt;
  ProgressLine line;
  LossPlot plot;
  TrainResult result = Train(*corpus, settings, ObserveTraining(line, interrupt, plot));
  line.End();
  Finish(options, format, std::move(result), plot, start, interrupt);
}

/// Refuses what nobody has when dimensions are spread over ranks.
void RequireFitForColumns(Format format, bool wants_context) {
  if (!IsStartedTogether()) {
    throw Error(ErrorKind::kSettings, "--shard-model columns is for several ranks: use mpirun");
  }
  if (wants_context || format == Format::kFasttext) {
    throw Error(ErrorKind::kSettings,
                "--shard-model columns: the output matrix is not collected; leave out what needs "
                "it");
  }
}

/// The same as one of several ranks, of which the first alone reports and writes.
void RunAsRank(const TrainOptions& options, Format format, const TrainSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  InterruptGuard interrupt;
  const auto job = JoinOthers(settings.ranks.silence);
  AbortOnFailure(*job, [&] {
    const bool first = job->rank() == 0;
    if (first) CheckOutputs(options, format);
    const auto corpus = OpenOfRank(options, settings, *job);
    ProgressLine line;
    LossPlot plot;
    TrainResult result =
        TrainTogether(*job, *corpus, settings,
                      first ? ObserveTraining(line, interrupt, plot)
                            : ObserveOtherRank(job->NameOf(job->rank()), interrupt));
    line.End();
    if (first) return Finish(options, format, std::move(result), plot, start, interrupt);
    if (result.stopped) throw ExitCode{interrupt.exit_code()};
  });
}

ContextKind ContextOf(const std::string& model) {
  if (model == "glove") return ContextKind::kGlove;
  if (model == "ppmi") return ContextKind::kPpmi;
  return model == "cbow" ? ContextKind::kCbow : ContextKind::kSkipgram;
}

void Run(const TrainOptions& options) {
  const bool counts_pairs = options.model == "glove" || options.model == "ppmi";
  if (!options.cooccurrences.empty() && !counts_pairs) {
    throw Error(ErrorKind::kSettings,
                fmt::format("--cooccurrences: means nothing to {}", options.model));
  }
  const Format format = options.format.empty() ? FormatForWriting(options.corpus.output())
                                               : FormatFromName(options.format);
  TrainSettings settings = options.settings.Settings(ContextOf(options.model));
  if (options.cache && settings.id_cache.empty())
    settings.id_cache = CacheBeside(options.corpus.inputs());
  if (!options.plot.empty() && (options.model == "onehot" || options.model == "ppmi")) {
    throw Error(
        ErrorKind::kSettings,
        fmt::format("--plot: {} has no loss that falls from epoch to epoch", options.model));
  }
  const bool windows = !counts_pairs && options.model != "onehot";
  if (IsStartedTogether() && !windows && options.model != "glove") {
    throw Error(
        ErrorKind::kSettings,
        fmt::format("{} is trained by one process: start it without mpirun", options.model));
  }
  if (!windows && !IsStartedTogether()) CheckOutputs(options, format);
  if (counts_pairs) return TrainPairs(options, format, settings);
  const bool wants_both = options.Wanted(OutputVectors::kInput) != OutputVectors::kInput;
  const bool wants_context = !options.save_context.empty() || wants_both;
  if (options.model == "onehot") {
    if (!wants_context) return RunOneHot(options, format, settings);
    throw Error(ErrorKind::kSettings, "one-hot vectors have no output matrix");
  }
  if (wants_context) RequireContextVectors(settings.model);
  if (wants_both) RequireMeanVectors(settings.model);
  formats::CheckWritableNgrams(settings.model.subwords, format, options.corpus.output());
  if (settings.ranks.shard == ModelShard::kColumns) RequireFitForColumns(format, wants_context);
  IsStartedTogether() ? RunAsRank(options, format, settings)
                      : RunTraining(options, format, settings);
}

}  // namespace

void AddTrain(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("train", "Train word vectors on text");
  auto options = std::make_shared<TrainOptions>();
  verb->add_option(
          "MODEL", options->model,
          "How words predict each other; glove, ppmi: how often they meet; onehot: nothing")
      ->required()
      ->check(CLI::IsMember({"skipgram", "cbow", "glove", "ppmi", "onehot"}))
      ->type_name("");
  options->corpus.AddTo(
      *verb, "Vectors; the ending says the format (.txt .bin .glove .vec .safetensors .npy .tsv)");
  CLI::Option* corpus = verb->get_option("CORPUS");
  verb->add_option_function<std::string>(
          "--cooccurrences",
          [options, corpus](const std::string& path) {
            options->cooccurrences = path;
            corpus->required(false);
          },
          "glove, ppmi: train on records of pairs (firth cooccur, GloVe's cooccur and shuffle) in "
          "the place of CORPUS; --read-vocab has their words")
      ->type_name("FILE");
  verb->add_option("--format", options->format,
                   "Write this format, whatever the ending: word2vec-text, word2vec-binary, glove, "
                   "fasttext, vec, safetensors, npy, projector, pgvector or jsonl")
      ->type_name("NAME");
  verb->add_option("--save-vocab", options->save_vocab, "Write words and counts too")
      ->type_name("FILE");
  verb->add_option("--save-context", options->save_context,
                   "Write the output matrix too; the ending says the format")
      ->type_name("FILE");
  verb->add_option("--plot", options->plot, "Draw the loss over the epochs, as .svg or .png")
      ->type_name("FILE");
  verb->add_option("--output-vectors", options->output_vectors,
                   "The input matrix, the mean or sum of both; all: glove's, with biases (glove "
                   "sum, others input)")
      ->check(CLI::IsMember({"input", "mean", "sum", "all"}))
      ->type_name("input|mean|sum|all");
  verb->add_flag("--cache", options->cache,
                 "Keep the corpus as ids in CORPUS.ids, and take it from there next time");
  options->settings.AddTo(*verb);
  verb->callback([options] { Run(*options); });
}

}  // namespace firth::cli
