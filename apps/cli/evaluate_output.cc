#include "evaluate_output.h"

#include <fmt/format.h>

#include <filesystem>

#include "output.h"
#include "table.h"

namespace firth::cli {
namespace {

using Row = std::vector<std::string>;

/// What stands where there is no number to show.
constexpr const char* kNone = "-";

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

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

std::string Percent(std::size_t part, std::size_t whole) {
  if (whole == 0) return kNone;
  return fmt::format("{:.2f} %", 100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string Accuracy(const AnalogySection& section) {
  return Percent(section.right, section.asked);
}

std::string Of(std::size_t part, std::size_t whole) {
  return fmt::format("{} of {}", WithThousands(part), WithThousands(whole));
}

/// "63.94 to 65.36": per cent when `scale` is 100.
std::string Interval(const Estimate& estimate, double scale, int digits) {
  return fmt::format("{:.{}f} to {:.{}f}", scale * estimate.low, digits, scale * estimate.high,
                     digits);
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

Row PairRow(const EvaluationReport& report) {
  const PairReport& pairs = *report.pairs;
  const std::string scored = Of(pairs.scored, pairs.pairs);
  if (pairs.scored < 2) return {FileName(report.path), kNone, kNone, kNone, kNone, scored};
  return {FileName(report.path),          fmt::format("{:.4f}", pairs.spearman.value),
          Interval(pairs.spearman, 1, 3), fmt::format("{:.4f}", pairs.pearson.value),
          Interval(pairs.pearson, 1, 3),  scored};
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
    return {{"file", report.path}, {"kind", "analogies"}, {"protocols", std::move(protocols)}};
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

void PrintAnalogies(const EvaluationReport& report, bool sections) {
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
  fmt::print("{}: {} analogies\n\n{}", FileName(report.path),
             WithThousands(report.analogies.front().total.questions), Table(rows, 1, 2));
  if (!sections) return;
  for (const AnalogyReport& analogies : report.analogies) PrintSections(analogies);
}

void PrintPairs(const std::vector<EvaluationReport>& reports, const EvaluationOptions& options) {
  std::vector<Row> rows = {
      {"file", "Spearman", "95 % interval", "Pearson", "95 % interval", "scored"}};
  for (const EvaluationReport& report : reports) rows.push_back(PairRow(report));
  const std::string words = options.pairs_top == 0
                                ? "all words"
                                : fmt::format("top {} words", WithThousands(options.pairs_top));
  fmt::print("word pairs ({}, {})\n\n{}", words,
             options.pairs_case == CaseRule::kExact
                 ? "case as written"
                 : fmt::format("{} case", CaseName(options.pairs_case)),
             Table(rows, 1, 2));
}

}  // namespace firth::cli
