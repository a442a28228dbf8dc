#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "firth/learn.h"
#include "learn_output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  std::string sentence{kLessonSentence};
  LessonSettings settings;
  bool terminal = false;  ///< asked for by name; so far it is the only way
  bool json = false;
};

void Run(const Flags& flags) {
  const Lesson lesson = MakeLesson(flags.sentence, flags.settings);
  flags.json ? PrintJson(ToJson(lesson)) : PrintLesson(lesson);
}

}  // namespace

void AddLearn(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "learn",
      "Show how a sentence becomes word vectors, step by step, with all numbers: one-hot vectors,\n"
      "windows, labels, one step of training, the sentence learnt");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("SENTENCE", flags->sentence, "your own; the first 100 words are taken")
      ->capture_default_str();
  verb->add_flag("--terminal", flags->terminal,
                 "print here, in the terminal, as is done without this flag too");
  verb->add_option("--window", flags->settings.window, "words on each side, 1 to 10")
      ->capture_default_str()
      ->type_name("N");
  verb->add_option("--dim", flags->settings.dim, "numbers in a word's vector, 1 to 64")
      ->capture_default_str()
      ->type_name("N");
  verb->add_option("--lr", flags->settings.rate, "learning rate of the step that is shown")
      ->capture_default_str()
      ->type_name("RATE");
  verb->add_option("--seed", flags->settings.seed, "start of everything random")
      ->capture_default_str()
      ->type_name("N");
  verb->add_flag("--json", flags->json, "print JSON");
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
