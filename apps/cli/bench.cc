#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "bench_output.h"
#include "firth/machine.h"
#include "output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  MachineSettings settings;
  bool json = false;
};

void Run(Flags flags) {
  flags.settings.target = CpuTargetFromEnvironment();
  const MachineReport report = MeasureMachine(flags.settings, [&flags](unsigned round) {
    Note(fmt::format("round {} of {}", round + 1, flags.settings.rounds));
  });
  if (flags.json) {
    PrintReportJson(report);
  } else {
    PrintReport(report);
  }
}

}  // namespace

void AddBench(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "bench",
      "Measure this machine and the kernels of training: multiply-adds, bandwidth of caches and\n"
      "memory, the step kernels' share of it, and what further threads gain.\n"
      "FIRTH_CPU_TARGET chooses the instructions; the step kernels are measured with all of them");
  const auto flags = std::make_shared<Flags>();
  MachineSettings& settings = flags->settings;
  verb->add_option("--dim", settings.dims, "columns of a row [100 300]")->type_name("N...");
  verb->add_option("--vocabulary", settings.vocabulary, "rows of the matrices")
      ->capture_default_str();
  verb->add_option("--threads", settings.threads, "beside one; 0: two, if there are two processors")
      ->capture_default_str();
  verb->add_option("--rounds", settings.rounds, "how often everything is measured, in turn")
      ->capture_default_str();
  verb->add_option("--seconds", settings.seconds, "for each figure in each round")
      ->capture_default_str();
  verb->add_flag("--json", flags->json, "print JSON");
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
