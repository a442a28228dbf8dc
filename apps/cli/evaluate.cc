#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "evaluate_output.h"
#include "firth/eval.h"
#include "firth/formats.h"
#include "output.h"
#include "query_output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  std::string vectors;
  std::vector<std::string> files;
  std::size_t top = 0;
  std::string letter_case;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  bool sections = false;
  bool json = false;
};

const std::map<std::string, CaseRule>& CaseRules() {
  static const std::map<std::string, CaseRule> rules = {
      {"exact", CaseRule::kExact}, {"upper", CaseRule::kUpper}, {"lower", CaseRule::kLower}};
  return rules;
}

/// The peers' protocols, or, with --top or --case, one of the user's own.
EvaluationOptions Options(const Flags& flags) {
  EvaluationOptions options;
  options.threads = flags.threads;
  options.target = CpuTargetFromEnvironment();
  if (flags.top == 0 && flags.letter_case.empty()) return options;
  options.pairs_top = flags.top;
  if (!flags.letter_case.empty()) options.pairs_case = CaseRules().at(flags.letter_case);
  const std::string words =
      flags.top == 0 ? "all words" : fmt::format("top {}", WithThousands(flags.top));
  const std::string letters = options.pairs_case == CaseRule::kExact
                                  ? "case as written"
                                  : fmt::format("{} case", CaseName(options.pairs_case));
  options.protocols = {{.name = fmt::format("{}, {}", words, letters),
                        .top = flags.top,
                        .case_rule = options.pairs_case}};
  return options;
}

/// Says so when a file had nothing to ask these vectors: no result is easily taken for a bad one.
void NoteIfNothingAsked(const EvaluationReport& report) {
  const bool asked =
      report.pairs ? report.pairs->scored > 0
                   : std::ranges::any_of(report.analogies,
                                         [](const AnalogyReport& r) { return r.total.asked > 0; });
  if (asked) return;
  Note(
      fmt::format("firth: nothing in {} has all its words among those of the vectors; "
                  "are language and letter case the same?",
                  report.path));
}

/// Prints reports as they come: analogies at once, word pairs that follow each other in one table.
class Printer {
 public:
  Printer(const EvaluationOptions& options, bool sections)
      : options_(options), sections_(sections) {}

  void Add(EvaluationReport report) {
    if (report.kind == EvaluationKind::kPairs) {
      pairs_.push_back(std::move(report));
      return;
    }
    Flush();
    Separate();
    PrintAnalogies(report, sections_);
    std::fflush(stdout);
  }

  void Flush() {
    if (pairs_.empty()) return;
    Separate();
    PrintPairs(pairs_, options_);
    pairs_.clear();
  }

 private:
  void Separate() {
    if (printed_) fmt::print("\n");
    printed_ = true;
  }

  const EvaluationOptions& options_;
  bool sections_;
  bool printed_ = false;
  std::vector<EvaluationReport> pairs_;
};

void Run(const Flags& flags) {
  for (const std::string& file : flags.files) DetectEvaluation(file);  // before the long reading
  const EvaluationOptions options = Options(flags);
  const WordVectors vectors = ReadWordVectors(flags.vectors, {.max_words = flags.top});
  Json reports = Json::array();
  Printer printer(options, flags.sections);
  for (const std::string& file : flags.files) {
    EvaluationReport report = Evaluate(vectors, file, options);
    NoteIfNothingAsked(report);
    if (flags.json) {
      reports.push_back(ToJson(report, options));
    } else {
      printer.Add(std::move(report));
    }
  }
  printer.Flush();
  if (flags.json) PrintJson(reports);
}

}  // namespace

void AddEvaluate(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "evaluate",
      "Score vectors by analogies and word pairs.\n"
      "Analogies are asked as word2vec, gensim and GloVe ask them, unless --top or --case\n"
      "choose other rules; a question with an unknown word is skipped");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("VECTORS", flags->vectors, "file of word vectors, of any format")->required();
  verb->add_option("FILE", flags->files, "analogies or word pairs: seen by the content")
      ->required();
  verb->add_option("--top", flags->top, "only the first so many words count");
  verb->add_option("--case", flags->letter_case, "compare words as written, or in one case [lower]")
      ->check(CLI::IsMember({"exact", "upper", "lower"}));
  verb->add_flag("--sections", flags->sections, "show every section of the analogies");
  verb->add_option("--threads", flags->threads, "threads to use")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_flag("--json", flags->json, "print JSON: a list, one report a file");
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
