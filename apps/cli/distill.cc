#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/paths.h"
#include "encode_texts.h"
#include "firth/distill.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "formats/source.h"
#include "interrupt.h"
#include "load_options.h"
#include "model_store.h"
#include "output.h"
#include "progress_line.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  LoadOptions load;
  std::string model;
  std::string vocabulary;
  TextsInput texts{.file = "", .field = ""};
  std::string out;
  std::optional<double> sif;
  DistillSettings settings;
};

/// The words of the file, the most frequent first; empty without one.
std::optional<Vocabulary> WordsOf(const Flags& flags) {
  if (flags.vocabulary.empty()) return std::nullopt;
  return ReadVocabularyFile(flags.vocabulary);
}

void Report(const Flags& flags, const DistillReport& report) {
  Note(fmt::format("distilled  {} pieces of {} numbers, which keep {:.1f} % of the variance",
                   WithThousands(report.pieces), flags.settings.dim, 100 * report.variance));
  if (report.left_out == 0) return;
  Note(
      fmt::format("left out   {} of the vocabulary: pieces already, or more than one word to the "
                  "tokenizer",
                  formats::Counted(report.left_out, "word")));
}

void RunOnEncoder(Flags& flags) {
  if (flags.sif) flags.settings.sif = *flags.sif;
  const auto words = WordsOf(flags);
  std::vector<std::string_view> views;
  for (std::uint32_t id = 0; words && id < words->size(); ++id) {
    views.push_back(words->Word(TokenId{id}));
  }
  flags.settings.words = views;
  const Encoder encoder = Encoder::Load(ModelFolderNamed(flags.model), CpuTargetFromEnvironment());
  const std::size_t all = encoder.tokenizer().size() + views.size();
  const InterruptGuard interrupt;
  ProgressLine progress;
  const auto begin = std::chrono::steady_clock::now();
  const auto show = [&](std::size_t done) {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    progress.Encoding(done, all, static_cast<double>(done) / std::max(seconds.count(), 1e-9));
  };
  const DistillReport report =
      Distill(encoder, flags.settings, flags.out, {.progress = show, .stop = interrupt.token()});
  progress.End();
  if (report.stopped) interrupt.EndUnwritten(flags.out);
  Report(flags, report);
}

void RunOnWords(const Flags& flags) {
  const WordVectors words = flags.load.Read(flags.model);
  WordTextsSettings settings;
  if (flags.sif) settings.sif = *flags.sif;
  Texts texts;
  if (!flags.texts.file.empty()) {
    texts = ReadTexts(flags.texts);
    if (texts.views.empty()) throw Error(ErrorKind::kInput, "holds no text", flags.texts.file);
  }
  settings.texts = texts.views;
  const DistillReport report = DistillWords(words, settings, flags.out);
  Note(
      fmt::format("distilled  {} pieces of {} numbers", WithThousands(report.pieces), words.dim()));
  if (!texts.views.empty()) {
    Note(fmt::format("taken out  what {} have in common, {:.1f} % of their squares",
                     formats::Counted(texts.views.size(), "text"), 100 * report.variance));
  }
  if (report.left_out == 0) return;
  Note(fmt::format("left out   {} that are more than one word in a text, or one that is there",
                   formats::Counted(report.left_out, "word")));
}

/// The flags that mean something to one kind of model alone.
void CheckFlags(const CLI::App& verb, bool of_words) {
  for (const char* name : {"--vocabulary", "--dim", "--threads"}) {
    if (of_words && verb.count(name) > 0) {
      throw CLI::ValidationError(name, "goes with an encoder, not with word vectors");
    }
  }
  for (const char* name : {"--texts", "--memory-limit"}) {
    if (!of_words && verb.count(name) > 0) {
      throw CLI::ValidationError(name, "goes with word vectors, not with an encoder");
    }
  }
}

}  // namespace

void AddDistill(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "distill", "Make a static model of texts: a vector for each piece, and no network");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("MODEL", flags->model,
                   "Folder of a BERT, an installed model, or a file of word vectors")
      ->type_name("")
      ->required();
  verb->add_option("-o,--out", flags->out, "Folder of the static model")
      ->type_name("FOLDER")
      ->required();
  verb->add_option("--vocabulary", flags->vocabulary,
                   "Words that become pieces of their own, the most frequent first, a line each")
      ->type_name("FILE");
  verb->add_option("--dim", flags->settings.dim, "Columns of a BERT that are kept [256]")
      ->type_name("N");
  verb->add_option(
          "--sif", flags->sif,
          "Pieces count by A / (A + frequency); 0: all alike [0.0001, with word vectors 0.001]")
      ->type_name("A");
  verb->add_option("--texts", flags->texts.file,
                   "Texts, one a line: what they have in common is taken out of word vectors")
      ->type_name("FILE");
  verb->add_option("--threads", flags->settings.threads, "0: one a processor [0]")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
  flags->load.AddTo(*verb);
  verb->callback([flags, verb] {
    const bool of_words = base::IsFile(flags->model);
    CheckFlags(*verb, of_words);
    if (of_words) {
      RunOnWords(*flags);
    } else {
      RunOnEncoder(*flags);
    }
  });
}

}  // namespace firth::cli
