#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "corpus_options.h"
#include "firth/formats.h"
#include "firth/train.h"
#include "interrupt.h"
#include "load_options.h"
#include "output.h"
#include "progress_line.h"
#include "text_options.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Options {
  CorpusOptions corpus;
  std::size_t max_vocab = 0;
  std::uint64_t min_count = 1;
  TextOptions text;
  LoadOptions memory;
};

void Run(const Options& options) {
  TrainSettings settings;
  settings.min_count = options.min_count;
  settings.max_vocab = options.max_vocab;
  settings.tokenizer = options.text.settings();
  settings.memory_limit = options.memory.limit();
  const auto corpus = options.corpus.Open();
  CheckWritable(options.corpus.output());

  InterruptGuard interrupt;
  interrupt.EndAtOnce("stopped    while counting words: there is nothing to save");
  ProgressLine line;
  TrainObserver observer;
  observer.counting = [&](std::uint64_t bytes, std::uint64_t words) {
    line.Counting(bytes, words);
  };
  observer.warning = [&](std::string_view text) { line.Note(fmt::format("warning: {}", text)); };
  observer.stop = interrupt.token();
  const Vocabulary vocabulary = CountWords(*corpus, settings, observer);
  line.End();
  if (interrupt.token().stop_requested()) throw ExitCode{interrupt.exit_code()};
  interrupt.SaveFirst();
  WriteVocabularyFile(vocabulary, options.corpus.output());
  Note(fmt::format("counted    {} words of the corpus, {} different",
                   WithThousands(Value(vocabulary.TotalCount())),
                   WithThousands(vocabulary.size())));
}

}  // namespace

void AddVocab(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("vocab", "Count the words of a text");
  auto options = std::make_shared<Options>();
  options->corpus.AddTo(*verb, "word count a line, most frequent first [-]", "-");
  verb->add_option("--min-count", options->min_count, "Drop words that occur less often [1]")
      ->type_name("N");
  verb->add_option("--max-vocab", options->max_vocab, "Keep the N most frequent words; 0: all [0]")
      ->type_name("N");
  options->text.AddTo(*verb);
  options->memory.AddTo(*verb);
  verb->callback([options] { Run(*options); });
}

}  // namespace firth::cli
