#include "firth/plan.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <string>

#include "firth/error.h"
#include "firth/model_names.h"
#include "output.h"
#include "progress_line.h"
#include "query_output.h"
#include "settings_options.h"
#include "table.h"
#include "verbs.h"

namespace firth::cli {
namespace {

/// The settings of training that bear on the cost.
constexpr std::string_view kSettings[] = {
    "dim",       "window",     "negative", "sample",         "min-count",
    "max-vocab", "read-vocab", "epochs",   "exchange-words", "wire"};

struct Flags {
  std::string model = "skipgram";
  std::string network = "1G";
  PlanSettings plan;
  SettingsOptions training;
  bool json = false;
};

/// "10G": bits a second, in powers of ten.
double BitsPerSecond(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string unit(end, text.data() + text.size());
  const double scale = unit.empty() ? 1 : unit == "M" ? 1e6 : unit == "G" ? 1e9 : 0;
  if (error == std::errc() && value > 0 && scale > 0) return value * scale;
  throw Error(ErrorKind::kSettings,
              fmt::format("--network: '{}' is not bits a second such as 1G, 10G or 100M", text));
}

std::string Size(double bytes) { return Bytes(static_cast<std::uint64_t>(bytes)); }

void PrintJsonOf(const Plan& plan) {
  PrintJson({{"seconds", plan.seconds},
             {"efficiency", plan.efficiency},
             {"words_per_second_per_thread", plan.words_per_second},
             {"host_memory_bytes", plan.memory},
             {"host_matrices_bytes", plan.matrices},
             {"host_base_bytes", plan.base},
             {"host_ids_bytes", plan.ids},
             {"epoch_exchanges", plan.exchanges},
             {"epoch_sent_bytes", plan.sent},
             {"epoch_computing_seconds", plan.computing},
             {"epoch_exchanging_seconds", plan.exchanging},
             {"epoch_network_seconds", plan.network}});
}

void PrintText(const Plan& plan, const Flags& flags) {
  const auto epochs = static_cast<double>(flags.training.Settings().epochs);
  fmt::print(
      "{}", Table(
                {
                    {"time", Duration(plan.seconds),
                     fmt::format("{:.0f} epochs; {:.0f} % of {} times one host", epochs,
                                 100 * plan.efficiency, flags.plan.hosts)},
                    {"  training", Duration(epochs * plan.computing),
                     fmt::format("{} threads a host, {} words/s each", flags.plan.threads,
                                 WithThousands(static_cast<std::uint64_t>(plan.words_per_second)))},
                    {"  exchanging", Duration(epochs * plan.exchanging),
                     "packing rows and taking them over"},
                    {"  network", Duration(epochs * plan.network), "meanwhile"},
                    {"memory", Size(plan.memory), "a host"},
                    {"  matrices", Size(plan.matrices), "its own"},
                    {"  base", Size(plan.base), "as all hosts have them in common"},
                    {"  ids", Size(plan.ids),
                     "its part of the text; where they do not fit it is read again"},
                    {"traffic", Size(plan.sent), "a host and epoch, each way"},
                    {"  exchanges", fmt::format("{:.0f}", plan.exchanges), "an epoch"},
                },
                1));
}

void Run(Flags& flags) {
  flags.plan.network = BitsPerSecond(flags.network);
  flags.plan.training = flags.training.Settings(ContextNamed(flags.model).value());
  const Plan plan = PlanTraining(flags.plan);
  flags.json ? PrintJsonOf(plan) : PrintText(plan, flags);
}

}  // namespace

void AddPlan(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("plan", "Foretell time, memory and traffic of training on many machines");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("MODEL", flags->model, "skipgram or cbow [skipgram]")
      ->check(CLI::IsMember({"skipgram", "cbow"}))
      ->type_name("");
  verb->add_option("--words", flags->plan.words, "Words of the corpus, e.g. 100e9")
      ->required()
      ->type_name("N");
  verb->add_option("--vocab", flags->plan.vocabulary, "Words that are kept [1e6]")->type_name("N");
  verb->add_option("--hosts", flags->plan.hosts, "Machines, one rank each [2]")->type_name("N");
  verb->add_option("--network", flags->network, "Bits a second of each, each way [1G]")
      ->type_name("RATE");
  verb->add_option("--threads", flags->plan.threads, "Of each machine [8]")->type_name("N");
  verb->add_option("--rate", flags->plan.words_per_second,
                   "Words a second of one thread, as measured there; else as measured here")
      ->type_name("N");
  verb->add_flag("--json", flags->json, "Print JSON");
  flags->training.AddTo(*verb, kSettings);
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
