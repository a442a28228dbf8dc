#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/paths.h"
#include "firth/formats.h"
#include "firth/learn.h"
#include "firth/teach.h"
#include "interrupt.h"
#include "learn_output.h"
#include "model_store.h"
#include "output.h"
#include "pages.h"
#include "query_output.h"
#include "served_page.h"
#include "teach/lesson_json.h"
#include "verbs.h"

namespace firth::cli {
namespace {

/// What `./run demo` leaves: taken when it is there and nothing else was named.
constexpr const char* kDemoVectors = "build/demo/words.bin";
constexpr const char* kDemoCorpus = "build/demo/corpus.txt";
/// For the words in context.
constexpr std::string_view kEncoder = "all-MiniLM-L6-v2";

struct Flags {
  TeachSettings page;
  bool terminal = false;
  bool json = false;
};

std::string IfThere(const char* path) { return base::Exists(path) ? path : ""; }

void LookForVectors(TeachSettings& settings) {
  if (!settings.vectors.empty()) {
    DescribeFile(settings.vectors);
  } else if (settings.corpus.empty()) {
    settings.vectors = IfThere(kDemoVectors);
  }
  if (settings.corpus.empty()) settings.corpus = IfThere(kDemoCorpus);
}

void LookForEncoder(TeachSettings& settings) {
  if (!settings.encoder.empty()) {
    settings.encoder = ModelFolderNamed(settings.encoder);
    return;
  }
  for (const StoredModel& model : StoredModels()) {
    if (model.name != kEncoder) continue;
    if (IsInstalled(model)) {
      settings.encoder = StoredFolder(model);
      return;
    }
    settings.offer = {.name = std::string(model.name),
                      .megabytes = model.megabytes,
                      .command = fmt::format("firth models get {}", model.name),
                      .fetch = [&model] {
                        InstallModel(model.name, "python3");
                        return StoredFolder(model);
                      }};
  }
}

void Serve(TeachSettings settings) {
  settings.page = LearnPage();
  settings.target = CpuTargetFromEnvironment();
  LookForVectors(settings);
  LookForEncoder(settings);
  const InterruptGuard interrupt;
  const TeachServer server(settings);
  ShowPage(server.url(), interrupt);
}

void Run(const Flags& flags) {
  if (!flags.terminal && !flags.json) return Serve(flags.page);
  const Lesson lesson = MakeLesson(flags.page.sentence, flags.page.lesson);
  flags.json ? PrintJson(teach::LessonJson(lesson)) : PrintLesson(lesson);
}

void AddLessonOptions(CLI::App& verb, LessonSettings& settings) {
  verb.add_option("--window", settings.window, "words on each side, 1 to 10")
      ->capture_default_str()
      ->type_name("N");
  verb.add_option("--dim", settings.dim, "numbers in a word's vector, 1 to 64")
      ->capture_default_str()
      ->type_name("N");
  verb.add_option("--lr", settings.rate, "learning rate of the step that is shown")
      ->capture_default_str()
      ->type_name("RATE");
  verb.add_option("--seed", settings.seed, "start of everything random")
      ->capture_default_str()
      ->type_name("N");
}

}  // namespace

void AddLearn(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "learn",
      "Learn in the browser how a sentence becomes word vectors, step by step, with all numbers\n"
      "  firth learn\n"
      "  firth learn \"the cat sat on the mat\" --vectors words.bin\n"
      "  firth learn --terminal");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("SENTENCE", flags->page.sentence, "your own; the first 100 words are taken")
      ->capture_default_str();
  verb->add_flag("--terminal", flags->terminal, "print the steps here, in the terminal");
  verb->add_flag("--json", flags->json, "print the steps as JSON");
  AddLessonOptions(*verb, flags->page.lesson);
  verb->add_option("--vectors", flags->page.vectors,
                   "of a real corpus, for king and queen [build/demo/words.bin]")
      ->type_name("FILE");
  verb->add_option("--corpus", flags->page.corpus,
                   "what the page offers to train on [build/demo/corpus.txt]")
      ->type_name("TEXT");
  verb->add_option("--encoder", flags->page.encoder,
                   "a BERT's folder or name, for words in context [all-MiniLM-L6-v2]")
      ->type_name("MODEL");
  verb->add_option("--port", flags->page.port, "of 127.0.0.1; 0: a free one")
      ->capture_default_str()
      ->type_name("PORT");
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
