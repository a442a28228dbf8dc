#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "firth/classify.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "load_options.h"
#include "output.h"
#include "progress_line.h"
#include "quantize_report.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Options {
  LoadOptions load;
  std::string model;
  std::string out;
  QuantizeSettings codes{};
  std::size_t cutoff = 0;
  std::string retrain;
  ClassifierSettings further{.lr = 0.05};
  bool qout = false;
  bool int8 = false;
  std::string test;
  std::string label = "__label__";
  bool quiet = false;
  bool json = false;
};

[[noreturn]] void FailUsage(const std::string& message) {
  throw Error(ErrorKind::kSettings, message);
}

/// Throws Error(kSettings) for flags that do not go together.
void CheckFlags(const Options& options, bool classifier) {
  const bool only_classifiers = !options.retrain.empty() || options.qout || !options.test.empty();
  if (!classifier && only_classifiers) {
    FailUsage("--retrain, --qout and --test are for classifiers, and this file holds word vectors");
  }
  if (!options.retrain.empty() && options.cutoff == 0) {
    FailUsage("--retrain makes up for the rows that --cutoff leaves out: name both");
  }
  const bool safetensors = std::filesystem::path(options.out).extension() == ".safetensors";
  if (options.int8 && (options.cutoff > 0 || options.codes.norms)) {
    FailUsage("--int8 keeps all rows as they are: --cutoff and --qnorm are for .ftz");
  }
  if (options.int8 && !safetensors) FailUsage("--int8 writes safetensors: name a .safetensors");
  if (!options.int8 && safetensors) FailUsage("safetensors hold --int8 alone; or name a .ftz");
}

void CheckFiles(const Options& options, bool quantized) {
  std::error_code none;
  if (std::filesystem::equivalent(options.model, options.out, none)) {
    throw Error(ErrorKind::kInput, "is what is to be quantised, and would be overwritten",
                options.out);
  }
  if (quantized) {
    throw Error(ErrorKind::kInput, "is quantised already; take the one that it was made from",
                options.model);
  }
  CheckWritable(options.out);
}

std::uint64_t SizeOf(const std::string& path) { return std::filesystem::file_size(path); }

std::optional<ClassifierScores> Scores(const Classifier& model, const Options& options) {
  if (options.test.empty() || options.quiet) return std::nullopt;
  PredictSettings settings;
  settings.threads = options.codes.threads;
  settings.cpu_target = options.codes.cpu_target;
  return TestClassifier(model, *OpenCorpus({options.test})->Open(), settings);
}

/// What is left behind the cut, trained again where that is asked for.
Classifier Cut(Classifier model, const Options& options) {
  if (options.cutoff == 0) return model;
  if (options.retrain.empty()) return PruneClassifier(std::move(model), options.cutoff);
  ProgressLine line;
  TrainObserver observer;
  observer.counting = [&line](std::uint64_t bytes, std::uint64_t words) {
    line.Counting(bytes, words);
  };
  observer.progress = [&line](const Progress& progress) { line.Training(progress); };
  observer.warning = [&line](std::string_view warning) {
    line.Note(fmt::format("warning: {}", warning));
  };
  ClassifierSettings settings = options.further;
  settings.threads = options.codes.threads;
  settings.seed = options.codes.seed;
  settings.cpu_target = options.codes.cpu_target;
  settings.memory_limit = options.load.limit();
  const auto corpus = OpenCorpus({options.retrain});
  LabelledLines lines(*corpus, model, observer);
  model = PruneClassifier(std::move(model), options.cutoff, &lines);
  lines = lines.By(model);
  ClassifierResult result = RetrainClassifier(std::move(model), lines, settings, observer);
  line.End();
  return std::move(result.model);
}

void CompareRows(const Matrix& before, const QuantizedMatrix& after, RowLoss& loss) {
  std::vector<float> row(before.columns());
  for (std::uint32_t i = 0; i < before.rows(); ++i) {
    std::ranges::fill(row, 0.0F);
    after.AddRow(RowId{i}, row);
    loss.Add(before.Row(RowId{i}), row);
  }
}

void QuantizeLabels(const Options& options, QuantizeReport& report) {
  Classifier model = ReadClassifier(options.model, options.label, options.load.limit());
  report.scores_before = Scores(model, options);
  model.HoldInput();  // compared with what is left of it
  report.rows_before = model.input.rows();
  model = Cut(std::move(model), options);
  report.rows_after = model.input.rows();
  report.words = model.words.size();
  const Matrix before = model.input.Share();
  const Classifier small =
      QuantizeClassifier(std::move(model), {.codes = options.codes, .output = options.qout});
  WriteClassifier(small, options.out);
  if (options.quiet) return;
  CompareRows(before, *small.quantized_input, report.loss);
  // What was written is what is judged.
  report.scores_after =
      Scores(ReadClassifier(options.out, options.label, options.load.limit()), options);
}

std::size_t RowsOf(const FileInfo& info) { return info.words + info.buckets; }

/// What was written is read beside what it was made from: throws Error(kMemory) where that would
/// not fit, before anything is written.
void RequireRoomToCompare(const Options& options, const FileInfo& before) {
  const std::size_t rows =
      options.cutoff == 0 ? RowsOf(before) : std::min(options.cutoff, RowsOf(before));
  const std::uint64_t after = std::uint64_t{rows} * before.dim * sizeof(float);
  const std::uint64_t needed = before.memory + after;
  if (needed <= options.load.limit()) return;
  throw Error(ErrorKind::kMemory,
              fmt::format("measuring what is lost takes {}, the limit is {}; leave it out with "
                          "--quiet, or raise --memory-limit",
                          Bytes(needed), Bytes(options.load.limit())));
}

void QuantizeWords(const Options& options, const FileInfo& info, QuantizeReport& report) {
  const WordVectors before = options.load.Read(options.model);
  if (!options.quiet) RequireRoomToCompare(options, info);
  if (options.int8) {
    WriteInt8Vectors(before, options.out);
  } else {
    const std::uint64_t limit = options.load.limit();
    const std::uint64_t left = limit > info.memory ? limit - info.memory : 1;
    WriteQuantizedVectors(before,
                          {.codes = options.codes, .rows = options.cutoff, .memory_limit = left},
                          options.out);
  }
  const FileInfo written = DescribeFile(options.out);
  report.rows_before = RowsOf(info);
  report.rows_after = RowsOf(written);
  report.words = written.words;
  if (!options.quiet) CompareVectors(before, options.load.Read(options.out), report);
}

void Run(Options options) {
  const FileInfo info = DescribeFile(options.model);
  const auto model = info.metadata.find("model");
  const bool classifier = !options.int8 && info.format == Format::kFasttext &&
                          model != info.metadata.end() && model->second == "supervised";
  CheckFlags(options, classifier);
  CheckFiles(options, info.quantized);
  options.codes.cpu_target = CpuTargetFromEnvironment();
  QuantizeReport report;
  report.bytes_before = SizeOf(options.model);
  classifier ? QuantizeLabels(options, report) : QuantizeWords(options, info, report);
  report.bytes_after = SizeOf(options.out);
  if (!options.quiet) Print(report, options.json);
  Note(fmt::format("wrote {}: {} rows x {}{}", options.out, WithThousands(report.rows_after),
                   info.dim, options.int8 ? ", safetensors" : ", fastText's .ftz"));
}

void AddCodes(CLI::App& verb, Options& options) {
  verb.add_option("--dsub", options.codes.piece, "Numbers that share a byte [2]")->type_name("N");
  verb.add_flag("--qnorm", options.codes.norms, "A byte for each row's length, too");
  verb.add_option(
          "--cutoff", options.cutoff,
          "Keep N rows of words and n-grams, those of the longest vectors, with --retrain by "
          "how often the text uses them, too; of word vectors words before n-grams [all]")
      ->type_name("N");
  verb.add_flag("--int8", options.int8,
                "Word vectors as whole numbers of a byte, in safetensors, in place of codes");
  verb.add_option("--threads", options.codes.threads, "0: one a processor [0]")->type_name("N");
  verb.add_option("--seed", options.codes.seed, "Start of everything random [1]")->type_name("N");
}

void AddClassifiers(CLI::App& verb, Options& options) {
  const char* const group = "Classifiers";
  verb.add_flag("--qout", options.qout, "Codes for the rows of labels, too")->group(group);
  verb.add_option("--retrain", options.retrain,
                  "With --cutoff: train what is left on this text with labels")
      ->type_name("FILE")
      ->group(group);
  verb.add_option("--epochs", options.further.epochs, "With --retrain: times over the text [5]")
      ->type_name("N")
      ->group(group);
  verb.add_option("--lr", options.further.lr, "With --retrain: learning rate [0.05]")
      ->type_name("RATE")
      ->group(group);
  verb.add_option("--test", options.test, "Precision on this text, before and after")
      ->type_name("FILE")
      ->group(group);
  verb.add_option("--label", options.label, "What labels begin with [__label__]")
      ->type_name("PREFIX")
      ->group(group);
}

}  // namespace

void AddQuantize(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "quantize", "Make a classifier or word vectors smaller, and say what is lost");
  auto options = std::make_shared<Options>();
  verb->add_option("MODEL", options->model, "A classifier, or word vectors of any format")
      ->required()
      ->type_name("");
  verb->add_option("-o,--output", options->out, "fastText's .ftz; .safetensors with --int8")
      ->required()
      ->type_name("FILE");
  AddCodes(*verb, *options);
  AddClassifiers(*verb, *options);
  options->load.AddTo(*verb);
  verb->add_flag("--quiet", options->quiet, "Do not measure what is lost");
  verb->add_flag("--json", options->json, "Print JSON");
  verb->callback([options] { Run(*options); });
}

}  // namespace firth::cli
