#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "arriving_lines.h"
#include "classify.h"
#include "firth/error.h"

namespace firth::cli {
namespace {

void Print(std::string_view answers) {
  const bool written = std::fwrite(answers.data(), 1, answers.size(), stdout) == answers.size();
  if (!written || std::fflush(stdout) != 0) {
    throw Error(ErrorKind::kIo, "cannot write the output");
  }
}

void Run(const ClassifyInput& input) {
  const Classifier model = input.ReadModel();
  if (input.text == "-") {
    ArrivingLines lines;
    return PredictLines(model, lines, input.Settings(), Print);
  }
  const auto corpus = OpenCorpus({input.text});
  PredictLines(model, *corpus->Open(), input.Settings(), Print);
}

}  // namespace

void AddClassifyPredict(CLI::App& classify) {
  CLI::App* verb = classify.add_subcommand("predict", "The likeliest labels of each line");
  auto input = std::make_shared<ClassifyInput>();
  input->AddTo(*verb);
  verb->add_option("FILE", input->text, "Text, a line a question; - is standard input [-]")
      ->type_name("");
  verb->add_flag("--probabilities", input->settings.probabilities,
                 "Print how likely each label is, behind it");
  verb->callback([input] { Run(*input); });
}

}  // namespace firth::cli
