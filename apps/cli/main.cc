/// The firth command: text to vectors, questions, scores.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "firth/error.h"
#include "firth/version.h"
#include "help_formatter.h"
#include "output.h"
#include "signals.h"
#include "verbs.h"

namespace firth::cli {
namespace {

void AddVerbs(CLI::App& app) {
  AddTrain(app);
  AddVocab(app);
  AddPhrases(app);
  AddCooccur(app);
  AddNeighbors(app);
  AddSimilarity(app);
  AddAnalogy(app);
  AddOutlier(app);
  AddVector(app);
  AddEvaluate(app);
  AddClassify(app);
  AddFasttext(app);
  AddEncode(app);
  AddIndex(app);
  AddServe(app);
  AddModels(app);
  AddDistill(app);
  AddConvert(app);
  AddQuantize(app);
  AddInfo(app);
  AddMap(app);
  AddExplore(app);
  AddLearn(app);
  AddPlan(app);
  AddBench(app);
}

[[noreturn]] void ThrowNoVerb(const std::string& name) {
  Note(fmt::format("firth: there is no verb \"{}\"; firth help lists them", name));
  throw ExitCode{kExitUsage};
}

/// CLI11 itself would only say that a verb is missing.
void RequireVerb(const CLI::App& app, int argc, const char* const* argv) {
  if (argc < 2) {
    Note("firth: a verb is missing; firth help lists them");
    throw ExitCode{kExitUsage};
  }
  const std::string first = argv[1];
  const auto is_first = [&first](const CLI::App* verb) { return verb->get_name() == first; };
  if (first.starts_with('-') || !app.get_subcommands(is_first).empty()) return;
  ThrowNoVerb(first);
}

/// Wrong usage in one line.
std::string Complaint(const CLI::App* app, const CLI::Error& error) {
  const auto verbs = app->get_subcommands();
  return fmt::format("firth: {}; see firth help{}\n", error.what(),
                     verbs.empty() ? "" : " " + verbs.front()->get_name());
}

/// `firth help` and `firth help VERB` say what `firth --help` and `firth VERB --help` say.
void AddHelp(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("help", "Explain the command, or one verb");
  auto name = std::make_shared<std::string>();
  verb->add_option("VERB", *name, "the verb to explain");
  verb->callback([&app, name] {
    const auto named = app.get_subcommands(
        [&name](const CLI::App* candidate) { return candidate->get_name() == *name; });
    if (!name->empty() && named.empty()) ThrowNoVerb(*name);
    const CLI::App* about = name->empty() ? &app : named.front();
    const std::string full = about == &app ? app.get_name() : app.get_name() + " " + *name;
    fmt::print("{}", app.get_formatter()->make_help(about, full, CLI::AppFormatMode::Normal));
  });
}

int Run(int argc, const char* const* argv) {
  CLI::App app("firth learns word vectors from text, answers questions about them and scores them.",
               "firth");
  app.set_version_flag("--version", "firth " FIRTH_VERSION);
  app.require_subcommand(1);
  app.formatter(std::make_shared<HelpFormatter>());
  AddVerbs(app);
  AddHelp(app);
  for (CLI::App* verb : app.get_subcommands({})) verb->group("Verbs");
  app.failure_message(Complaint);
  RequireVerb(app, argc, argv);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitUsage;
  }
  return 0;
}

}  // namespace

int RunCommand(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv = {"firth"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  return Run(static_cast<int>(argv.size()), argv.data());
}

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
