#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "corpus_options.h"
#include "firth/cooccurrence.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "interrupt.h"
#include "output.h"
#include "progress_line.h"
#include "settings_options.h"
#include "verbs.h"

namespace firth::cli {
namespace {

/// The settings of training that say which words there are, and what of the machine to use.
constexpr std::string_view kTextSettings[] = {
    "tokenizer", "punctuation", "lowercase",  "sentence-length", "min-count",
    "max-vocab", "read-vocab",  "cache-file", "threads",         "memory-limit"};

struct Options {
  CorpusOptions corpus;
  CooccurrenceSettings settings;
  CooccurrenceOutput output;
  SettingsOptions text{TextDefaults()};

  /// GloVe's program cuts no line.
  static TrainSettings TextDefaults() {
    TrainSettings defaults;
    defaults.sentence_length = 1'000'000'000;
    return defaults;
  }
};

CooccurrenceObserver Observe(ProgressLine& line, InterruptGuard& interrupt) {
  CooccurrenceObserver observer;
  observer.counting_words = [&line](std::uint64_t bytes, std::uint64_t words) {
    line.Counting(bytes, words);
  };
  observer.ready = [&](const Vocabulary& vocabulary) {
    interrupt.SaveFirst();
    line.Note(fmt::format("vocabulary {} words", WithThousands(vocabulary.size())));
  };
  observer.counting_pairs = [&line](double share) { line.CountingPairs(share); };
  observer.warning = [&line](std::string_view text) {
    line.Note(fmt::format("warning: {}", text));
  };
  observer.note = [&line](std::string_view note) { line.Note(note); };
  observer.stop = interrupt.token();
  return observer;
}

void CheckOutputs(const Options& options) {
  CheckWritable(options.corpus.output());
  const std::string& vocabulary = options.output.vocabulary;
  if (vocabulary.empty()) return;
  if (vocabulary == options.corpus.output()) {
    throw Error(ErrorKind::kSettings, "is named for two outputs at once", vocabulary);
  }
  CheckWritable(vocabulary);
}

void Run(Options& options) {
  const TrainSettings text = options.text.Settings();
  Validate(text);
  Validate(options.settings);
  const auto corpus = options.corpus.Open({options.output.vocabulary, text.id_cache});
  CheckOutputs(options);
  options.output.path = options.corpus.output();

  InterruptGuard interrupt;
  interrupt.EndAtOnce("stopped    while counting words: there is nothing to save");
  ProgressLine line;
  const CooccurrenceResult result =
      WriteCooccurrences(*corpus, text, options.settings, options.output, Observe(line, interrupt));
  line.End();
  if (result.stopped) {
    Note("stopped    while counting pairs: nothing was written");
    throw ExitCode{interrupt.exit_code()};
  }
  Note(fmt::format("wrote      {}: {} pairs of {} words", options.output.path,
                   WithThousands(result.pairs), WithThousands(result.words)));
}

}  // namespace

void AddCooccur(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("cooccur", "Count which words occur together");
  auto options = std::make_shared<Options>();
  options->corpus.AddTo(*verb, "the counts");
  CooccurrenceSettings& settings = options->settings;
  verb->add_option("--window", settings.window, "Words on each side [15]")->type_name("N");
  verb->add_option("--symmetric", settings.symmetric,
                   "1: the words on both sides count, 0: those before a word alone [1]")
      ->type_name("0|1");
  const std::map<std::string, PairWeight> weights = {{"harmonic", PairWeight::kHarmonic},
                                                     {"flat", PairWeight::kFlat}};
  verb->add_option("--weight", settings.weight,
                   "A pair d words apart counts 1/d, or 1 at any distance [harmonic]")
      ->transform(CLI::CheckedTransformer(weights).description(""))
      ->type_name("harmonic|flat");
  const std::map<std::string, CooccurrenceFormat> formats = {{"glove", CooccurrenceFormat::kGlove},
                                                             {"text", CooccurrenceFormat::kText}};
  verb->add_option("--format", options->output.format,
                   "GloVe's binary records, or \"word word count\" a line [glove]")
      ->transform(CLI::CheckedTransformer(formats).description(""))
      ->type_name("glove|text");
  verb->add_option("--save-vocab", options->output.vocabulary,
                   "Write the words there, \"word count\" a line: what the records' numbers mean")
      ->type_name("FILE");
  verb->add_option("--temp-dir", settings.temp_dir,
                   "For temporary files, when the counts do not fit the memory")
      ->type_name("DIR");
  options->text.AddTo(*verb, kTextSettings);
  verb->callback([options] { Run(*options); });
}

}  // namespace firth::cli
