#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "classify.h"
#include "corpus_options.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "interrupt.h"
#include "output.h"
#include "progress_line.h"

namespace firth::cli {
namespace {

struct Options {
  CorpusOptions corpus;
  ClassifierSettings settings{};
  LoadOptions memory;
  std::string valid;
  std::string time = "5m";
  std::string size;  ///< empty: not quantised
  AutotuneSettings autotune{};
};

/// "90s", "5m", "2h", or seconds.
std::chrono::seconds ParseTime(const std::string& text) {
  std::size_t end = text.find_first_not_of("0123456789");
  const std::string unit = end == std::string::npos ? "s" : text.substr(end);
  end = std::min(end, text.size());
  constexpr std::size_t kMostDigits = 9;
  if (end == 0 || end > kMostDigits || (unit != "s" && unit != "m" && unit != "h")) {
    throw Error(ErrorKind::kSettings,
                fmt::format("--autotune-time: \"{}\" is no time such as 90s, 5m or 2h", text));
  }
  const std::chrono::seconds amount(std::stoll(text.substr(0, end)));
  return amount * (unit == "h" ? 3600 : unit == "m" ? 60 : 1);
}

/// Until counting is done a signal ends the command; then it asks for a stop.
TrainObserver Observe(ProgressLine& line, InterruptGuard& interrupt) {
  interrupt.EndAtOnce("stopped    while reading lines: there is nothing to save");
  TrainObserver observer;
  observer.counting = [&line](std::uint64_t bytes, std::uint64_t words) {
    line.Counting(bytes, words);
  };
  observer.ready = [&](const Vocabulary& words, const MemoryEstimate& memory) {
    interrupt.SaveFirst();
    line.Note(fmt::format("vocabulary {} words", WithThousands(words.size())));
    line.Note(fmt::format("memory     {}: matrices {}, text {}, words {}", Bytes(memory.Total()),
                          Bytes(memory.matrices), Bytes(memory.id_stream),
                          Bytes(memory.vocabulary + memory.subwords)));
  };
  observer.progress = [&line](const Progress& progress) { line.Training(progress); };
  observer.warning = [&line](std::string_view warning) {
    line.Note(fmt::format("warning: {}", warning));
  };
  observer.stop = interrupt.token();
  return observer;
}

struct Trained {
  Classifier model;
  std::optional<std::string> stopped;  ///< how far it came
};

Trained TrainOnce(const LabelledLines& lines, const ClassifierSettings& settings,
                  const TrainObserver& observer) {
  ClassifierResult result = TrainClassifier(lines, settings, observer);
  if (!result.stopped) return {std::move(result.model), std::nullopt};
  return {std::move(result.model),
          fmt::format("after {} of {} words", WithThousands(result.progress.words_done),
                      WithThousands(result.progress.words_total))};
}

/// As flags of this verb.
std::string Flags(const ClassifierSettings& settings) {
  std::string flags = fmt::format("--lr {:.4g} --epochs {} --dim {} --word-ngrams {}", settings.lr,
                                  settings.epochs, settings.dim, settings.word_ngrams);
  if (settings.subwords.enabled()) {
    flags += fmt::format(" --minn {} --maxn {}", settings.subwords.min_length,
                         settings.subwords.max_length);
  }
  if (settings.Buckets() > 0) flags += fmt::format(" --bucket {}", settings.Buckets());
  return flags;
}

/// As flags of `firth quantize`; `text` is what it was trained on.
std::string QuantizeFlags(const AutotuneResult& best, const std::string& text) {
  std::string flags =
      fmt::format("--qnorm{} --dsub {}", best.model.quantized_output ? " --qout" : "", best.piece);
  if (best.model.kept) {
    flags +=
        fmt::format(" --cutoff {} --retrain {} --epochs {} --lr {:.4g}",
                    best.model.quantized_input->rows, text, best.settings.epochs, best.settings.lr);
  }
  return flags;
}

/// The best settings are a result: they go to standard output.
Trained TrainBest(const LabelledLines& lines, const std::string& text,
                  const std::string& valid_path, const ClassifierSettings& settings,
                  const AutotuneSettings& autotune, TrainObserver observer, ProgressLine& line) {
  const auto valid = OpenCorpus({valid_path});
  const auto ready = std::exchange(observer.ready, {});
  AutotuneResult best =
      Autotune(lines, *valid, settings, autotune, observer, [&line](const AutotuneTrial& trial) {
        line.Note(fmt::format("trial {:<4} F1 {:.4f}{}  {}{}", trial.number, trial.f1,
                              trial.best ? " best" : "     ", Flags(trial.settings),
                              trial.piece > 0 ? fmt::format(" --dsub {}", trial.piece) : ""));
      });
  line.End();
  fmt::print("{}\n", Flags(best.settings));
  if (best.piece > 0) fmt::print("quantize {}\n", QuantizeFlags(best, text));
  fmt::print("F1 {:.4f} on {}, the best of {} trials\n", best.f1, valid_path, best.trials);
  std::fflush(stdout);
  const bool stopped = observer.stop.stop_requested();
  return {std::move(best.model),
          stopped ? std::optional(fmt::format("after {} trials", best.trials)) : std::nullopt};
}

void Run(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  ClassifierSettings settings = options.settings;
  settings.cpu_target = CpuTargetFromEnvironment();
  settings.memory_limit = options.memory.limit();
  AutotuneSettings autotune = options.autotune;
  autotune.time = ParseTime(options.time);
  if (!options.size.empty()) {
    autotune.bytes = ParseSize("--autotune-size", options.size);
    if (autotune.bytes == 0)
      throw Error(ErrorKind::kSettings, "--autotune-size must be at least 1");
  }
  const auto corpus = options.corpus.Open();
  CheckWritable(options.corpus.output());

  InterruptGuard interrupt;
  ProgressLine line;
  const TrainObserver observer = Observe(line, interrupt);
  const LabelledLines lines(*corpus, settings, observer);
  interrupt.SaveFirst();
  const auto& inputs = options.corpus.inputs();
  const std::string text = inputs.size() == 1 ? inputs.front() : "TEXT";
  const Trained trained = options.valid.empty() ? TrainOnce(lines, settings, observer)
                                                : TrainBest(lines, text, options.valid, settings,
                                                            autotune, observer, line);
  line.End();
  WriteClassifier(trained.model, options.corpus.output());
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  Note(fmt::format("wrote      {}: {} labels, {} words x {}, after {}", options.corpus.output(),
                   WithThousands(trained.model.labels.size()),
                   WithThousands(trained.model.words.size()), trained.model.settings.dim,
                   Duration(seconds.count())));
  if (!trained.stopped) return;
  Note(fmt::format("stopped    {}, as asked", *trained.stopped));
  throw ExitCode{interrupt.exit_code()};
}

void AddModel(CLI::App& verb, ClassifierSettings& settings) {
  verb.add_option("--dim", settings.dim, "Numbers in a vector [100]")->type_name("N");
  verb.add_option_function<std::string>(
          "--loss",
          [&settings](const std::string& name) { settings.loss = ClassifierLossFromName(name); },
          "How labels are told apart; ova: each by itself, for lines with several [softmax]")
      ->type_name("softmax|hs|ns|ova");
  verb.add_option("--negative", settings.negative, "Drawn labels, with --loss ns [5]")
      ->type_name("N");
  verb.add_option("--word-ngrams", settings.word_ngrams,
                  "Runs of up to N words are features too [1]")
      ->type_name("N");
  verb.add_option("--minn", settings.subwords.min_length, "Characters of the shortest n-gram [0]")
      ->type_name("N");
  verb.add_option("--maxn", settings.subwords.max_length,
                  "Characters of the longest n-gram; 0: there are none [0]")
      ->type_name("N");
  verb.add_option("--bucket", settings.subwords.buckets, "Rows for n-grams of both kinds [2000000]")
      ->type_name("N");
  verb.add_option("--pretrained", settings.pretrained, "Start from these vectors, in any format")
      ->type_name("FILE");
}

void AddText(CLI::App& verb, ClassifierSettings& settings) {
  verb.add_option("--label", settings.label_prefix, "What labels begin with [__label__]")
      ->type_name("PREFIX");
  verb.add_option("--min-count", settings.min_count, "Words that occur less often are unknown [1]")
      ->type_name("N");
  verb.add_option("--min-count-label", settings.min_count_label,
                  "Labels that occur less often are left out [0]")
      ->type_name("N");
}

void AddRun(CLI::App& verb, ClassifierSettings& settings) {
  verb.add_option("--epochs", settings.epochs, "Times over the text [5]")->type_name("N");
  verb.add_option("--lr", settings.lr, "Learning rate, which falls linearly to 0 [0.1]")
      ->type_name("RATE");
  verb.add_option("--threads", settings.threads, "0: one a processor [0]")->type_name("N");
  verb.add_option("--seed", settings.seed, "Start of everything random [1]")->type_name("N");
}

void AddSearch(CLI::App& verb, Options& options) {
  const char* const group = "Search for settings";
  CLI::Option* const valid =
      verb.add_option("--autotune", options.valid,
                      "Try settings by chance, but for those that are given; F1 on the labels of "
                      "this text tells the best")
          ->type_name("FILE")
          ->group(group);
  verb.add_option("--autotune-time", options.time, "How long: 90s, 5m, 2h [5m]")
      ->type_name("TIME")
      ->group(group)
      ->needs(valid);
  verb.add_option("--autotune-size", options.size,
                  "Quantise, so that the file has no more bytes: 300K, 2M [not quantised]")
      ->type_name("SIZE")
      ->group(group)
      ->needs(valid);
  verb.add_option("--autotune-label", options.autotune.label,
                  "F1 of this label tells the best [that over all labels]")
      ->type_name("LABEL")
      ->group(group)
      ->needs(valid);
  verb.add_option("--autotune-k", options.autotune.k, "Labels that are answered to a line [1]")
      ->type_name("N")
      ->group(group)
      ->needs(valid)
      ->check(CLI::PositiveNumber);
}

/// What is given by hand stays.
FixedSettings Given(const CLI::App& verb) {
  const auto given = [&verb](const char* flag) { return verb.count(flag) > 0; };
  return {.lr = given("--lr"),
          .epochs = given("--epochs"),
          .dim = given("--dim"),
          .word_ngrams = given("--word-ngrams"),
          .subwords = given("--minn") || given("--maxn"),
          .buckets = given("--bucket")};
}

}  // namespace

void AddClassifyTrain(CLI::App& classify) {
  CLI::App* verb = classify.add_subcommand(
      "train", "Learn from lines of text with labels: __label__sports The match ended 2 : 1");
  auto options = std::make_shared<Options>();
  options->corpus.AddTo(*verb, "The classifier, as fastText's .bin");
  AddModel(*verb, options->settings);
  AddText(*verb, options->settings);
  AddRun(*verb, options->settings);
  options->memory.AddTo(*verb);
  AddSearch(*verb, *options);
  verb->callback([verb, options] {
    options->autotune.fixed = Given(*verb);
    Run(*options);
  });
}

}  // namespace firth::cli
