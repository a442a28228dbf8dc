#include "classify.h"

#include <CLI/CLI.hpp>

#include "firth/error.h"
#include "output.h"
#include "verbs.h"

namespace firth::cli {

void ClassifyInput::AddTo(CLI::App& verb) {
  verb.add_option("MODEL", model, "A classifier: firth's or fastText's .bin")
      ->required()
      ->type_name("");
  verb.add_option("-k", settings.k, "Labels of a line, at most [1]")
      ->check(CLI::PositiveNumber.description(""))
      ->type_name("N");
  verb.add_option("--threshold", settings.threshold, "Only labels at least so likely [0]")
      ->type_name("P");
  verb.add_option("--label", label, "What labels begin with [__label__]")->type_name("PREFIX");
  verb.add_option("--threads", settings.threads, "0: one a processor [0]")->type_name("N");
  memory.AddTo(verb);
}

Classifier ClassifyInput::ReadModel() const { return ReadClassifier(model, label, memory.limit()); }

PredictSettings ClassifyInput::Settings() const {
  PredictSettings out = settings;
  out.cpu_target = CpuTargetFromEnvironment();
  return out;
}

void AddClassify(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("classify", "Learn to label lines of text, and label them");
  verb->require_subcommand(1);
  AddClassifyTrain(*verb);
  AddClassifyPredict(*verb);
  AddClassifyTest(*verb);
}

}  // namespace firth::cli
