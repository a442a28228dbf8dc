#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "evaluate_cells.h"
#include "evaluate_output.h"
#include "evaluate_sentences.h"
#include "evaluate_together.h"
#include "firth/eval.h"
#include "firth/formats.h"
#include "load_options.h"
#include "model_store.h"
#include "output.h"
#include "precision_option.h"
#include "query_output.h"
#include "ranks.h"
#include "standard_sets.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  LoadOptions load;
  std::string vectors;
  std::vector<std::string> files;
  std::size_t top = 0;
  std::string letter_case;
  std::string method = "3cosadd";
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  std::string precision = "float32";
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
  options.method = AnalogyMethodFromName(flags.method);
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

bool AnythingAsked(const EvaluationReport& report) {
  if (report.pairs) return report.pairs->scored > 0;
  if (report.categories) return report.categories->clustered > 0;
  return std::ranges::any_of(report.analogies,
                             [](const AnalogyReport& r) { return r.total.asked > 0; });
}

/// Prints reports as they come: analogies at once, word pairs or categories that follow each other
/// in one table.
class Printer {
 public:
  Printer(const EvaluationOptions& options, bool sections)
      : options_(options), sections_(sections) {}

  void Add(EvaluationReport report) {
    if (!waiting_.empty() && waiting_.front().kind != report.kind) Flush();
    waiting_.push_back(std::move(report));
    if (waiting_.front().kind == EvaluationKind::kAnalogies) Flush();
  }

  void Flush() {
    if (waiting_.empty()) return;
    if (printed_) fmt::print("\n");
    printed_ = true;
    switch (waiting_.front().kind) {
      case EvaluationKind::kAnalogies:
        PrintAnalogies(waiting_.front(), options_, sections_);
        break;
      case EvaluationKind::kPairs:
        PrintPairs(waiting_, options_);
        break;
      case EvaluationKind::kCategories:
        PrintCategories(waiting_, options_);
        break;
    }
    std::fflush(stdout);
    waiting_.clear();
  }

 private:
  const EvaluationOptions& options_;
  bool sections_;
  bool printed_ = false;
  std::vector<EvaluationReport> waiting_;
};

void PrintReports(const std::vector<EvaluationReport>& reports, const EvaluationOptions& options) {
  Json list = Json::array();
  for (const EvaluationReport& report : reports) list.push_back(ToJson(report, options));
  PrintJson(list);
}

/// The report on each of some files, by its place among them: from this process, or from all ranks
/// (EvaluateTogether), of which only the first then has one.
class Evaluator {
 public:
  /// All must outlive it. `ranks` may be null.
  Evaluator(const WordVectors& vectors, const std::vector<std::string>& files,
            const EvaluationOptions& options, Communicator* ranks)
      : vectors_(vectors), files_(files), options_(options) {
    if (ranks == nullptr) return;
    reports_ = EvaluateTogether(*ranks, vectors, files, options);
    reports_here_ = ranks->rank() == 0;
  }

  bool reports_here() const { return reports_here_; }
  EvaluationReport Of(std::size_t file) {
    if (!reports_.empty()) return std::move(reports_[file]);
    return Evaluate(vectors_, files_[file], options_);
  }

 private:
  const WordVectors& vectors_;
  const std::vector<std::string>& files_;
  const EvaluationOptions& options_;
  std::vector<EvaluationReport> reports_;
  bool reports_here_ = true;
};

void RunOnFiles(const Flags& flags, Communicator* ranks) {
  for (const std::string& file : flags.files) DetectEvaluation(file);  // before the long reading
  const EvaluationOptions options = Options(flags);
  const WordVectors vectors = flags.load.Read(flags.vectors, flags.top);
  Evaluator evaluator(vectors, flags.files, options, ranks);
  if (!evaluator.reports_here()) return;
  std::vector<EvaluationReport> reports;
  Printer printer(options, flags.sections);
  for (std::size_t i = 0; i < flags.files.size(); ++i) {
    EvaluationReport report = evaluator.Of(i);
    // No result is easily taken for a bad one.
    if (!AnythingAsked(report)) {
      Note(
          fmt::format("firth: nothing in {} has all its words among those of the vectors; are "
                      "language and letter case the same?",
                      flags.files[i]));
    }
    flags.json ? reports.push_back(std::move(report)) : printer.Add(std::move(report));
  }
  printer.Flush();
  if (flags.json) PrintReports(reports, options);
}

/// Every set of the data folder; those in which nothing is known are named and left out.
void RunOnStandardSets(const Flags& flags, const std::string& folder, Communicator* ranks) {
  std::vector<std::string> files = StandardSets(folder);
  const EvaluationOptions options = Options(flags);
  const WordVectors vectors = flags.load.Read(flags.vectors, flags.top);
  if (HasChineseWords(vectors.vocabulary())) {
    const std::vector<std::string> chinese = ChineseSets(folder);
    files.insert(files.end(), chinese.begin(), chinese.end());
  }
  Evaluator evaluator(vectors, files, options, ranks);
  if (!evaluator.reports_here()) return;
  std::vector<std::string> names;
  for (const std::string& file : files) names.push_back(FileName(file));
  Note(fmt::format("sets of {}: {}", folder, fmt::join(names, ", ")));
  std::vector<EvaluationReport> reports;
  std::vector<std::string> unknown;
  for (std::size_t i = 0; i < files.size(); ++i) {
    EvaluationReport report = evaluator.Of(i);
    if (AnythingAsked(report)) {
      reports.push_back(std::move(report));
    } else {
      unknown.push_back(FileName(files[i]));
    }
  }
  if (!unknown.empty()) {
    Note(fmt::format("left out, nothing known: {}", fmt::join(unknown, ", ")));
  }
  flags.json ? PrintReports(reports, options) : PrintSummary(reports);
}

/// The sets of pairs of sentences, for an encoder.
std::vector<std::string> SentenceFiles(const Flags& flags) {
  if (!flags.files.empty()) return flags.files;
  const std::string folder = DataFolderFromEnvironment();
  if (folder.empty()) {
    throw CLI::ValidationError(
        "FILE", "name one, or set FIRTH_DATA to a folder whose eval/sentence holds pairs");
  }
  return SentenceSets(folder);
}

/// `ranks`: null, or those that this process is one of.
void Run(const Flags& flags, Communicator* ranks) {
  if (const std::string folder = ModelFolderNamed(flags.vectors); IsModelFolder(folder)) {
    return EvaluateEncoder(folder, PrecisionNamed(flags.precision), SentenceFiles(flags),
                           flags.threads, flags.json, ranks);
  }
  if (!flags.files.empty()) return RunOnFiles(flags, ranks);
  const std::string folder = DataFolderFromEnvironment();
  if (folder.empty()) {
    throw CLI::ValidationError(
        "FILE", "name one, or set FIRTH_DATA to a folder whose eval/ holds the standard sets");
  }
  RunOnStandardSets(flags, folder, ranks);
}

void RunAsRank(const Flags& flags) {
  constexpr std::chrono::seconds kSilence{20};
  const auto job = JoinOthers(kSilence);
  AbortOnFailure(*job, [&] { Run(flags, job.get()); });
}

}  // namespace

void AddEvaluate(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "evaluate",
      "Score vectors by analogies, word pairs and categories.\n"
      "Analogies are asked as word2vec, gensim and GloVe ask them, unless --top or --case\n"
      "choose other rules; a question with an unknown word is skipped.\n"
      "Categories: the purity of the best of 10 clusterings by k-means. Without a FILE every\n"
      "set in $FIRTH_DATA/eval that fits is used.\n"
      "An encoder's folder in place of VECTORS is scored by pairs of sentences");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("VECTORS", flags->vectors,
                   "file of word vectors, of any format, or an encoder's folder")
      ->required();
  verb->add_option("FILE", flags->files,
                   "analogies, word pairs or categories: seen by the content");
  verb->add_option("--method", flags->method, "how analogies are scored")
      ->check(CLI::IsMember({"3cosadd", "3cosmul"}))
      ->capture_default_str();
  verb->add_option("--top", flags->top, "only the first so many words count");
  verb->add_option("--case", flags->letter_case, "compare words as written, or in one case [lower]")
      ->check(CLI::IsMember({"exact", "upper", "lower"}));
  AddPrecision(*verb, flags->precision);
  verb->add_flag("--sections", flags->sections, "show every section of the analogies");
  verb->add_option("--threads", flags->threads, "threads to use")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_flag("--json", flags->json, "print JSON: a list, one report a file");
  flags->load.AddTo(*verb);
  verb->callback([flags, verb] {
    if (verb->count("--precision") > 0 && !IsModelFolder(ModelFolderNamed(flags->vectors))) {
      throw CLI::ValidationError("--precision", "goes with an encoder, not with word vectors");
    }
    IsStartedTogether() ? RunAsRank(*flags) : Run(*flags, nullptr);
  });
}

}  // namespace firth::cli
