/// The firth command: text to vectors, questions, scores.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <memory>

#include "firth/error.h"
#include "firth/version.h"
#include "output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

void AddVerbs(CLI::App& app) {
  AddTrain(app);
  AddVocab(app);
  AddPhrases(app);
  AddNeighbors(app);
  AddSimilarity(app);
  AddAnalogy(app);
  AddOutlier(app);
  AddVector(app);
  AddEvaluate(app);
  AddConvert(app);
  AddInfo(app);
}

/// `firth help` and `firth help VERB` say what `firth --help` and `firth VERB --help` say.
void AddHelp(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("help", "Explain the command, or one verb");
  auto name = std::make_shared<std::string>();
  verb->add_option("VERB", *name, "the verb to explain");
  verb->callback([&app, name] {
    fmt::print("{}", name->empty() ? app.help() : app.get_subcommand(*name)->help(app.get_name()));
  });
}

int Run(int argc, char** argv) {
  CLI::App app("firth learns word vectors from text, answers questions about them and scores them.",
               "firth");
  app.set_version_flag("--version", "firth " FIRTH_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  AddVerbs(app);
  AddHelp(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitUsage;
  }
  return 0;
}

}  // namespace
}  // namespace firth::cli

int main(int argc, char** argv) {
  using namespace firth::cli;
  try {
    const int code = Run(argc, argv);
    if (std::fflush(stdout) != 0)
      throw firth::Error(firth::ErrorKind::kIo, "cannot write the output");
    return code;
  } catch (const ExitCode& code) {
    return code.value;
  } catch (const std::bad_alloc&) {
    Note("firth: out of memory");
  } catch (const std::exception& error) {
    Note(fmt::format("firth: {}", error.what()));
  }
  return kExitFailed;
}
