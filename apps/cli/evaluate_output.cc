#include "evaluate_output.h"

#include <fmt/format.h>

#include "evaluate_cells.h"
#include "output.h"
#include "table.h"

namespace firth::cli {
namespace {

Json ToJson(const AnalogySection& section) {
  return {{"name", section.name},
          {"questions", section.questions},
          {"asked", section.asked},
          {"right", section.right}};
}

Json ToJson(const Estimate& estimate, bool known) {
  if (!known) return nullptr;
  return {{"value", estimate.value}, {"low", estimate.low}, {"high", estimate.high}};
}

Json ToJson(const AnalogyReport& report) {
  Json sections = Json::array();
  for (const AnalogySection& section : report.sections) sections.push_back(ToJson(section));
  return {{"protocol", report.protocol.name},
          {"top", report.protocol.top},
          {"case", CaseName(report.protocol.case_rule)},
          {"questions", report.total.questions},
          {"asked", report.total.asked},
          {"right", report.total.right},
          {"accuracy", ToJson(report.accuracy, report.total.asked > 0)},
          {"semantic", ToJson(report.semantic)},
          {"syntactic", ToJson(report.syntactic)},
          {"sections", std::move(sections)}};
}

std::string Accuracy(const AnalogySection& section) {
  return Percent(section.right, section.asked);
}

bool IsDivided(const EvaluationReport& report) {
  return report.analogies.front().syntactic.questions > 0;
}

void PrintSections(const AnalogyReport& report) {
  std::vector<Row> rows = {{report.protocol.name, "accuracy", "right", "asked"}};
  for (const AnalogySection& section : report.sections) {
    rows.push_back({section.name.empty() ? kNone : section.name, Accuracy(section),
                    WithThousands(section.right), Of(section.asked, section.questions)});
  }
  fmt::print("\n{}", Table(rows, 1, 2));
}

const Row kPairHead = {"file", "Spearman", "95 % interval", "Pearson", "95 % interval", "scored"};

Row PairRow(const std::string& file, const PairReport& pairs) {
  const std::string scored = Of(pairs.scored, pairs.pairs);
  if (pairs.scored < 2) return {FileName(file), kNone, kNone, kNone, kNone, scored};
  return {FileName(file),
          fmt::format("{:.4f}", pairs.spearman.value),
          Interval(pairs.spearman, 1, 3),
          fmt::format("{:.4f}", pairs.pearson.value),
          Interval(pairs.pearson, 1, 3),
          scored};
}

}  // namespace

std::string_view CaseName(CaseRule rule) {
  switch (rule) {
    case CaseRule::kUpperAscii:
      return "upper-ascii";
    case CaseRule::kUpper:
      return "upper";
    case CaseRule::kLower:
      return "lower";
    case CaseRule::kExact:
      break;
  }
  return "exact";
}

Json ToJson(const EvaluationReport& report, const EvaluationOptions& options) {
  if (report.kind == EvaluationKind::kAnalogies) {
    Json protocols = Json::array();
    for (const AnalogyReport& analogies : report.analogies) protocols.push_back(ToJson(analogies));
    return {{"file", report.path},
            {"kind", "analogies"},
            {"method", AnalogyMethodName(options.method)},
            {"protocols", std::move(protocols)}};
  }
  if (report.kind == EvaluationKind::kCategories) {
    const CategoryReport& categories = *report.categories;
    return {{"file", report.path},
            {"kind", "categories"},
            {"top", options.pairs_top},
            {"case", CaseName(options.pairs_case)},
            {"seed", options.seed},
            {"words", categories.words},
            {"clustered", categories.clustered},
            {"categories", categories.categories},
            {"purity", ToJson(categories.purity, categories.clustered >= 2)}};
  }
  const PairReport& pairs = *report.pairs;
  return {{"file", report.path},
          {"kind", "pairs"},
          {"top", options.pairs_top},
          {"case", CaseName(options.pairs_case)},
          {"pairs", pairs.pairs},
          {"scored", pairs.scored},
          {"spearman", ToJson(pairs.spearman, pairs.scored >= 2)},
          {"pearson", ToJson(pairs.pearson, pairs.scored >= 2)}};
}

void PrintAnalogies(const EvaluationReport& report, const EvaluationOptions& options,
                    bool sections) {
  const bool divided = IsDivided(report);
  std::vector<Row> rows = {{"protocol", "accuracy", "95 % interval", "asked", "coverage"}};
  if (divided) rows.front().insert(rows.front().end(), {"semantic", "syntactic"});
  for (const AnalogyReport& analogies : report.analogies) {
    const AnalogySection& total = analogies.total;
    rows.push_back({analogies.protocol.name, Accuracy(total),
                    total.asked == 0 ? kNone : Interval(analogies.accuracy, 100, 2),
                    WithThousands(total.asked), Percent(total.asked, total.questions)});
    if (!divided) continue;
    rows.back().push_back(Accuracy(analogies.semantic));
    rows.back().push_back(Accuracy(analogies.syntactic));
  }
  fmt::print("{}: {} analogies by {}\n\n{}", FileName(report.path),
             WithThousands(report.analogies.front().total.questions),
             AnalogyMethodName(options.method), Table(rows, 1, 2));
  if (!sections) return;
  for (const AnalogyReport& analogies : report.analogies) PrintSections(analogies);
}

void PrintPairs(const std::vector<EvaluationReport>& reports, const EvaluationOptions& options) {
  std::vector<Row> rows = {kPairHead};
  for (const EvaluationReport& report : reports) {
    rows.push_back(PairRow(report.path, *report.pairs));
  }
  fmt::print("word pairs ({})\n\n{}", WordRules(options), Table(rows, 1, 2));
}

Json ToJson(const std::string& file, const PairReport& report) {
  return {{"file", file},
          {"kind", "sentence pairs"},
          {"pairs", report.pairs},
          {"spearman", ToJson(report.spearman, report.scored >= 2)},
          {"pearson", ToJson(report.pearson, report.scored >= 2)}};
}

void PrintSentencePairs(const std::vector<std::string>& files,
                        const std::vector<PairReport>& reports) {
  std::vector<Row> rows = {kPairHead};
  for (std::size_t i = 0; i < files.size(); ++i) rows.push_back(PairRow(files[i], reports[i]));
  fmt::print("pairs of sentences\n\n{}", Table(rows, 1, 2));
}

void PrintCategories(const std::vector<EvaluationReport>& reports,
                     const EvaluationOptions& options) {
  std::vector<Row> rows = {{"file", "purity", "95 % interval", "categories", "clustered"}};
  for (const EvaluationReport& report : reports) {
    const CategoryReport& categories = *report.categories;
    const bool known = categories.clustered >= 2;
    rows.push_back(
        {FileName(report.path), known ? fmt::format("{:.4f}", categories.purity.value) : kNone,
         known ? Interval(categories.purity, 1, 3) : kNone, WithThousands(categories.categories),
         Of(categories.clustered, categories.words)});
  }
  fmt::print("categories ({})\n\n{}", WordRules(options), Table(rows, 1, 2));
}

}  // namespace firth::cli
