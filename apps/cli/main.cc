/// The firth command: text to vectors, questions, scores.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <memory>

#include "firth/error.h"
#include "firth/version.h"
#include "output.h"
#include "signals.h"
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
  AddLearn(app);
  AddBench(app);
}

/// `firth help` and `firth help VERB` say what `firth --help` and `firth VERB --help` say.
void AddHelp(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("help", "Explain the command, or one verb");
  auto name = std::make_shared<std::string>();
  verb->add_option("VERB", *name, "the verb to explain");
  verb->callback([&app, name] {
    const auto named = app.get_subcommands(
        [&name](const CLI::App* candidate) { return candidate->get_name() == *name; });
    if (!name->empty() && named.empty()) {
      Note(fmt::format("firth: there is no verb \"{}\"; firth help lists them", *name));
      throw ExitCode{kExitUsage};
    }
    const CLI::App* about = name->empty() ? &app : named.front();
    const std::string full = about == &app ? app.get_name() : app.get_name() + " " + *name;
    fmt::print("{}", app.get_formatter()->make_help(about, full, CLI::AppFormatMode::Normal));
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
  ExplainSignals();
  try {
    const int code = Run(argc, argv);
    if (std::fflush(stdout) != 0)
      throw firth::Error(firth::ErrorKind::kIo, "cannot write the output");
    return code;
  } catch (const ExitCode& code) {
    return code.value;
  } catch (const std::bad_alloc&) {
    Note("firth: out of memory");
  } catch (const firth::Error& error) {
    Note(fmt::format("firth: {}", error.what()));
    if (error.kind() == firth::ErrorKind::kSettings) return kExitUsage;
  } catch (const std::exception& error) {
    Note(fmt::format("firth: {}", error.what()));
  }
  return kExitFailed;
}
