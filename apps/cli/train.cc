#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "corpus_options.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "firth/glove.h"
#include "firth/train.h"
#include "interrupt.h"
#include "loss_plot.h"
#include "output.h"
#include "progress_line.h"
#include "settings_options.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Options {
  std::string model;
  CorpusOptions corpus;
  std::string format;
  std::string save_vocab;
  std::string save_context;
  std::string plot;
  std::string output_vectors;  ///< empty: the model's
  bool cache = false;
  SettingsOptions settings;
};

void AnnounceWords(ProgressLine& line, const Vocabulary& vocabulary) {
  line.Note(fmt::format("vocabulary {} words, {} of the corpus", WithThousands(vocabulary.size()),
                        WithThousands(Value(vocabulary.TotalCount()))));
}

void Announce(ProgressLine& line, const Vocabulary& vocabulary, const MemoryEstimate& memory) {
  AnnounceWords(line, vocabulary);
  const std::string ids = memory.id_stream > 0
                              ? fmt::format("corpus as ids {}", Bytes(memory.id_stream))
                              : "the corpus is read again in each epoch";
  const std::string subwords =
      memory.subwords > 0 ? fmt::format("n-grams {}, ", Bytes(memory.subwords)) : std::string();
  line.Note(fmt::format("memory     {}: matrices {}, words {}, {}samplers {}, {}",
                        Bytes(memory.Total()), Bytes(memory.matrices), Bytes(memory.vocabulary),
                        subwords, Bytes(memory.sampler), ids));
}

void AnnounceGlove(ProgressLine& line, const Vocabulary& vocabulary, const MemoryEstimate& memory) {
  AnnounceWords(line, vocabulary);
  line.Note(fmt::format("memory     {}: matrices {}, words {}, pairs {}", Bytes(memory.Total()),
                        Bytes(memory.matrices), Bytes(memory.vocabulary),
                        Bytes(memory.pairs + memory.held_out)));
}

constexpr const char* kNothingToSave = "stopped    while counting words: there is nothing to save";

/// Until counting is done a signal ends the command; then it asks for a stop.
TrainObserver Observe(ProgressLine& line, InterruptGuard& interrupt, LossPlot& plot) {
  interrupt.EndAtOnce(kNothingToSave);
  TrainObserver observer;
  observer.counting = [&line](std::uint64_t bytes, std::uint64_t words) {
    line.Counting(bytes, words);
  };
  observer.ready = [&](const Vocabulary& vocabulary, const MemoryEstimate& memory) {
    interrupt.SaveFirst();
    Announce(line, vocabulary, memory);
  };
  observer.progress = [&line, &plot](const Progress& progress) {
    line.Training(progress);
    plot.Take(progress);
  };
  observer.warning = [&line](std::string_view warning) {
    line.Note(fmt::format("warning: {}", warning));
  };
  observer.note = [&line](std::string_view note) { line.Note(note); };
  observer.epoch = [&line, &plot](const EpochReport& report) {
    plot.Take(report);
    if (report.loss) {
      line.Note(fmt::format("epoch      {}: loss {:.8f} a pair", report.epoch, *report.loss));
    }
    if (!report.held_out_loss) return;
    line.Note(fmt::format("held out   loss {:.4f} after epoch {}{}", *report.held_out_loss,
                          report.epoch, report.stops ? ", no better for too long: stopped" : ""));
  };
  observer.stop = interrupt.token();
  return observer;
}

/// Which vectors are the result.
OutputVectors Wanted(const Options& options, OutputVectors otherwise) {
  const std::string& name = options.output_vectors;
  return name.empty() ? otherwise : OutputVectorsFromName(name);
}

/// Where --cache keeps the ids: beside the corpus.
std::string CacheBeside(const std::vector<std::string>& corpus) {
  std::string name = corpus.front();
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  if (corpus.size() == 1 && std::filesystem::exists(name)) return name + ".ids";
  throw Error(ErrorKind::kSettings,
              "--cache names its file after the corpus, which must be one file or folder; "
              "give --cache-file FILE instead");
}

/// Refuses what cannot be written, before long work.
void CheckOutputs(const Options& options, Format format) {
  CheckWritable(options.corpus.output(), format);
  const std::string* const paths[] = {&options.corpus.output(), &options.save_vocab,
                                      &options.save_context, &options.plot};
  for (const auto a : {0, 1, 2, 3}) {
    for (int b = 0; b < a; ++b) {
      if (paths[a]->empty() || *paths[a] != *paths[b]) continue;
      throw Error(ErrorKind::kSettings, "is named for two outputs at once", *paths[a]);
    }
  }
  if (!options.save_vocab.empty()) CheckWritable(options.save_vocab);
  if (!options.plot.empty()) CheckPlot(options.plot);
  if (options.save_context.empty()) return;
  CheckWritable(options.save_context, FormatForWriting(options.save_context));
}

void NoteWritten(const Options& options, const WordVectors& vectors, Format format,
                 double seconds) {
  Note(fmt::format("wrote      {}: {} words x {}, {}, after {}", options.corpus.output(),
                   WithThousands(vectors.size()), vectors.dim(), FormatName(format),
                   Duration(seconds)));
}

void Write(const Options& options, const WordVectors& vectors, Format format, double seconds) {
  WriteWordVectors(vectors, options.corpus.output(), format);
  NoteWritten(options, vectors, format, seconds);
}

/// Of so many words or pairs.
void NoteSpeed(std::uint64_t done, double seconds, std::string_view unit) {
  if (done == 0) return;
  const double rate = static_cast<double>(done) / seconds;
  Note(fmt::format("trained    {} {} in {}, {} {}/s in all", WithThousands(done), unit,
                   Duration(seconds), WithThousands(static_cast<std::uint64_t>(rate)), unit));
}

[[noreturn]] void EndStopped(const Progress& progress, const InterruptGuard& interrupt) {
  Note(fmt::format("stopped    after {} of {} {}, as asked", WithThousands(progress.words_done),
                   WithThousands(progress.words_total), progress.unit));
  throw ExitCode{interrupt.exit_code()};
}

/// Words and counts, the curve and the output matrix, where they are asked for.
void WriteOthers(const Options& options, const Vocabulary& vocabulary, const LossPlot& plot,
                 const std::optional<WordVectors>& context) {
  if (!options.plot.empty()) {
    const std::string name = std::filesystem::path(options.corpus.output()).filename();
    plot.Write(options.plot, fmt::format("{}: {}", options.model, name));
  }
  if (!options.save_vocab.empty()) WriteVocabularyFile(vocabulary, options.save_vocab);
  if (!context) return;
  WriteWordVectors(*context, options.save_context, FormatForWriting(options.save_context));
}

void RunOneHot(const Options& options, Format format, const TrainSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  const auto corpus =
      options.corpus.Open({options.save_vocab, options.save_context, settings.id_cache});
  InterruptGuard interrupt;
  ProgressLine line;
  LossPlot no_plot;
  Vocabulary words = CountWords(*corpus, settings, Observe(line, interrupt, no_plot));
  line.End();
  if (interrupt.token().stop_requested()) throw ExitCode{interrupt.exit_code()};
  const WordVectors vectors = OneHotVectors(std::move(words), settings.MemoryLimit());
  if (!options.save_vocab.empty()) WriteVocabularyFile(vectors.vocabulary(), options.save_vocab);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  Write(options, vectors, format, seconds.count());
}

void RunTraining(const Options& options, Format format, const TrainSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  const auto corpus =
      options.corpus.Open({options.save_vocab, options.save_context, settings.id_cache});
  InterruptGuard interrupt;
  ProgressLine line;
  LossPlot plot;
  TrainResult result = Train(*corpus, settings, Observe(line, interrupt, plot));
  line.End();
  if (result.model.vocabulary.empty()) throw ExitCode{interrupt.exit_code()};
  NoteSpeed(result.words, result.seconds, "words");
  std::optional<WordVectors> context;
  if (!options.save_context.empty()) context = ContextVectors(result.model);
  const OutputVectors which = Wanted(options, OutputVectors::kInput);
  // fastText's file holds both matrices as they were trained, and vectors only one, composed.
  const bool whole = format == Format::kFasttext && which == OutputVectors::kInput;
  if (whole) WriteFasttextModel(result.model, options.corpus.output());
  const WordVectors vectors = ToWordVectors(std::move(result.model), which);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  if (whole) {
    NoteWritten(options, vectors, format, seconds.count());
  } else {
    Write(options, vectors, format, seconds.count());
  }
  WriteOthers(options, vectors.vocabulary(), plot, context);
  if (result.stopped) EndStopped(result.progress, interrupt);
}

void RunGlove(const Options& options, Format format, const TrainSettings& settings) {
  const auto start = std::chrono::steady_clock::now();
  const auto corpus =
      options.corpus.Open({options.save_vocab, options.save_context, settings.id_cache});
  InterruptGuard interrupt;
  ProgressLine line;
  LossPlot plot;
  TrainObserver observer = Observe(line, interrupt, plot);
  observer.ready = [&](const Vocabulary& vocabulary, const MemoryEstimate& memory) {
    interrupt.SaveFirst();
    AnnounceGlove(line, vocabulary, memory);
  };
  observer.counting_pairs = [&line](double share) { line.CountingPairs(share); };
  GloveResult result = TrainGlove(*corpus, settings, observer);
  line.End();
  if (result.model.vectors.vocabulary.empty()) throw ExitCode{interrupt.exit_code()};
  NoteSpeed(result.pairs, result.seconds, "pairs");
  const Vocabulary words = result.model.vectors.vocabulary.Clone();
  std::optional<WordVectors> context;
  if (!options.save_context.empty()) context = ContextVectors(result.model.vectors);
  const WordVectors vectors =
      ToWordVectors(std::move(result.model), Wanted(options, OutputVectors::kSum),
                    settings.model.glove.unknown_row);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  Write(options, vectors, format, seconds.count());
  WriteOthers(options, words, plot, context);
  if (result.stopped) EndStopped(result.progress, interrupt);
}

ContextKind ContextOf(const std::string& model) {
  if (model == "glove") return ContextKind::kGlove;
  return model == "cbow" ? ContextKind::kCbow : ContextKind::kSkipgram;
}

void Run(const Options& options) {
  const Format format = options.format.empty() ? FormatForWriting(options.corpus.output())
                                               : FormatFromName(options.format);
  TrainSettings settings = options.settings.Settings(ContextOf(options.model));
  if (options.cache && settings.id_cache.empty())
    settings.id_cache = CacheBeside(options.corpus.inputs());
  CheckOutputs(options, format);
  if (options.model == "glove") return RunGlove(options, format, settings);
  const bool wants_both = Wanted(options, OutputVectors::kInput) != OutputVectors::kInput;
  const bool wants_context = !options.save_context.empty() || wants_both;
  if (options.model == "onehot") {
    if (!options.plot.empty()) {
      throw Error(ErrorKind::kSettings, "one-hot vectors are not trained: there is no --plot");
    }
    if (!wants_context) return RunOneHot(options, format, settings);
    throw Error(ErrorKind::kSettings, "one-hot vectors have no output matrix");
  }
  if (wants_context) RequireContextVectors(settings.model);
  if (wants_both) RequireMeanVectors(settings.model);
  RunTraining(options, format, settings);
}

}  // namespace

void AddTrain(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("train", "Train word vectors on text");
  auto options = std::make_shared<Options>();
  verb->add_option("MODEL", options->model,
                   "How words predict each other; glove: how often they meet; onehot: nothing")
      ->required()
      ->check(CLI::IsMember({"skipgram", "cbow", "glove", "onehot"}))
      ->type_name("");
  options->corpus.AddTo(
      *verb, "Vectors; the ending says the format (.txt .bin .glove .vec .safetensors .npy .tsv)");
  verb->add_option("--format", options->format,
                   "Write this format, whatever the ending: word2vec-text, word2vec-binary, glove, "
                   "fasttext, vec, safetensors, npy or projector")
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
