#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <memory>

#include "corpus_options.h"
#include "firth/error.h"
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
  std::string scores;
  std::string connectors;
  PhraseSettings phrases;
  TextOptions text;
  LoadOptions memory;
};

/// "english", or the words of a file. No language has so many connector words that a file of more
/// could be meant.
std::vector<std::string> ConnectorWords(const std::string& source) {
  if (source.empty()) return {};
  if (source == "english") return EnglishConnectorWords();
  constexpr std::size_t kMostWords = 10'000;
  std::vector<std::string> words;
  const auto tokenizer = MakeTokenizer({});
  const auto reader = OpenCorpus({source})->Open();
  std::vector<std::string_view> split;
  while (const auto block = reader->Next()) {
    tokenizer->Split(block->text, split);
    words.insert(words.end(), split.begin(), split.end());
    if (words.size() <= kMostWords) continue;
    throw Error(ErrorKind::kInput,
                fmt::format("holds more than {} words: is this a list of connector words?",
                            WithThousands(kMostWords)),
                source);
  }
  return words;
}

void Run(const Options& options) {
  PhraseSettings settings = options.phrases;
  settings.connector_words = ConnectorWords(options.connectors);
  settings.memory_limit = options.memory.limit();
  Validate(settings);
  const PhraseOutput output{options.corpus.output(), options.scores};
  const auto corpus = options.corpus.Open({output.scores});
  CheckWritable(output.text);
  if (!output.scores.empty()) CheckWritable(output.scores);

  const InterruptGuard interrupt;
  ProgressLine line;
  TrainObserver observer;
  observer.counting = [&](std::uint64_t bytes, std::uint64_t words) {
    line.Counting(bytes, words);
  };
  observer.warning = [&](std::string_view text) { line.Note(fmt::format("warning: {}", text)); };
  observer.stop = interrupt.token();
  const PhraseResult result =
      JoinPhrases(*corpus, options.text.settings(), settings, output, observer);
  line.End();
  if (result.stopped) interrupt.EndUnwritten(output.text);
  Note(fmt::format("joined     {} words to {}", WithThousands(result.words),
                   WithThousands(result.words_left)));
}

void AddScoring(CLI::App& verb, Options& options) {
  PhraseSettings& phrases = options.phrases;
  verb.add_option("--min-count", phrases.min_count, "Never join pairs that occur less often [5]")
      ->type_name("N");
  verb.add_option("--threshold", phrases.threshold,
                  "Join pairs with a higher score [100; npmi: 0.5]")
      ->type_name("SCORE");
  verb.add_option_function<std::string>(
          "--score",
          [&phrases](const std::string& name) {
            phrases.score = name == "npmi" ? PhraseScore::kNpmi : PhraseScore::kWord2phrase;
          },
          "(count(ab) - min-count) N / (count(a) count(b)), or normalized pointwise mutual "
          "information, -1 to 1 [word2phrase]")
      ->check(CLI::IsMember({"word2phrase", "npmi"}).description(""))
      ->type_name("word2phrase|npmi");
  verb.add_option("--connector-words", options.connectors,
                  "Words that may stand inside a phrase, not at its ends: a file, or english")
      ->type_name("FILE|english");
  verb.add_option("--delimiter", phrases.delimiter, "Between joined words [_]")->type_name("TEXT");
  verb.add_option("--passes", phrases.passes, "Join again what is joined; 2: up to four words [1]")
      ->type_name("N");
  verb.add_option("--max-entries", phrases.max_entries,
                  "Count so many different words and pairs at most, of about 50 bytes; beyond, the "
                  "rarest are dropped [40000000]")
      ->type_name("N");
}

}  // namespace

void AddPhrases(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("phrases", "Join words that belong together: new_york");
  auto options = std::make_shared<Options>();
  options->corpus.AddTo(*verb, "The text, joined; - is standard output");
  verb->add_option("--scores", options->scores,
                   "Write each pair and its score too, the highest first")
      ->type_name("FILE");
  AddScoring(*verb, *options);
  options->text.AddTo(*verb);
  options->memory.AddTo(*verb);
  verb->callback([options] { Run(*options); });
}

}  // namespace firth::cli
