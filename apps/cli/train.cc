#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/paths.h"
#include "firth/error.h"
#include "firth/model_names.h"
#include "formats/writable.h"
#include "loss_plot.h"
#include "output.h"
#include "ranks.h"
#include "train_options.h"
#include "training.h"
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

std::unique_ptr<Corpus> OpenText(const TrainOptions& options, const TrainSettings& settings) {
  return options.corpus.Open({options.save_vocab, options.save_context, settings.id_cache});
}

struct OneHotTraining : Training {
  std::unique_ptr<Corpus> Open(const Job* /*job*/) const { return OpenText(options, settings); }

  Vocabulary Train(Job* /*job*/, const std::unique_ptr<Corpus>& corpus,
                   const TrainObserver& observer) const {
    return CountWords(*corpus, settings, observer);
  }

  void Finish(Vocabulary words, const LossPlot& /*plot*/, StartTime start,
              const InterruptGuard& interrupt) const {
    if (interrupt.token().stop_requested()) interrupt.EndUnwritten(options.corpus.output());
    const WordVectors vectors = OneHotVectors(std::move(words), settings.MemoryLimit());
    if (!options.save_vocab.empty()) WriteVocabularyFile(vectors.vocabulary(), options.save_vocab);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    WriteVectors(options, vectors, format, seconds.count());
  }
};

/// Skip-gram and CBOW.
struct WindowTraining : Training {
  std::unique_ptr<Corpus> Open(const Job* job) const {
    return job != nullptr ? OpenOfRank(options, settings, *job) : OpenText(options, settings);
  }

  TrainResult Train(Job* job, const std::unique_ptr<Corpus>& corpus,
                    const TrainObserver& observer) const {
    return job != nullptr ? TrainTogether(*job, *corpus, settings, observer)
                          : firth::Train(*corpus, settings, observer);
  }

  void Finish(TrainResult result, const LossPlot& plot, StartTime start,
              const InterruptGuard& interrupt) const {
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
};

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

constexpr const char* kOneHot = "onehot";  // which has no context

std::vector<std::string> ModelNames() {
  std::vector<std::string> names;
  for (const auto& [context, name] : kContextNames) names.emplace_back(name);
  names.emplace_back(kOneHot);
  return names;
}

void Run(const TrainOptions& options) {
  const auto context = ContextNamed(options.model);
  const bool counts_pairs = context == ContextKind::kGlove || context == ContextKind::kPpmi;
  if (!options.cooccurrences.empty() && !counts_pairs) {
    throw Error(ErrorKind::kSettings,
                fmt::format("--cooccurrences: means nothing to {}", options.model));
  }
  const Format format = options.format.empty() ? FormatForWriting(options.corpus.output())
                                               : FormatFromName(options.format);
  TrainSettings settings = options.settings.Settings(context.value_or(ContextKind::kSkipgram));
  if (options.cache && settings.id_cache.empty())
    settings.id_cache = CacheBeside(options.corpus.inputs());
  if (!options.plot.empty() && (!context || context == ContextKind::kPpmi)) {
    throw Error(
        ErrorKind::kSettings,
        fmt::format("--plot: {} has no loss that falls from epoch to epoch", options.model));
  }
  if (IsStartedTogether() && (!context || context == ContextKind::kPpmi)) {
    throw Error(
        ErrorKind::kSettings,
        fmt::format("{} is trained by one process: start it without mpirun", options.model));
  }
  if (counts_pairs) return TrainPairs(options, format, settings);
  const bool wants_both = options.Wanted(OutputVectors::kInput) != OutputVectors::kInput;
  const bool wants_context = !options.save_context.empty() || wants_both;
  if (!context) {
    if (!wants_context) return TrainAlone(OneHotTraining{{options, format, settings}});
    throw Error(ErrorKind::kSettings, "one-hot vectors have no output matrix");
  }
  if (wants_context) RequireContextVectors(settings.model);
  if (wants_both) RequireMeanVectors(settings.model);
  formats::CheckWritableNgrams(settings.model.subwords, format, options.corpus.output());
  if (settings.ranks.shard == ModelShard::kColumns) RequireFitForColumns(format, wants_context);
  TrainHere(WindowTraining{{options, format, settings}});
}

}  // namespace

void AddTrain(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("train", "Train word vectors on text");
  auto options = std::make_shared<TrainOptions>();
  verb->add_option(
          "MODEL", options->model,
          "How words predict each other; glove, ppmi: how often they meet; onehot: nothing")
      ->required()
      ->check(CLI::IsMember(ModelNames()))
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
