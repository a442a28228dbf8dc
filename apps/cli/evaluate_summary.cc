#include <fmt/format.h>

#include "evaluate_cells.h"
#include "evaluate_output.h"
#include "table.h"

namespace firth::cli {
namespace {

void AddRows(const EvaluationReport& report, std::vector<Row>& rows) {
  const std::string name = FileName(report.path);
  for (const AnalogyReport& analogies : report.analogies) {
    const AnalogySection& total = analogies.total;
    const bool known = total.asked > 0;
    rows.push_back({name, fmt::format("accuracy, {}", analogies.protocol.name),
                    Percent(total.right, total.asked),
                    known ? Interval(analogies.accuracy, 100, 2) : kNone,
                    Of(total.asked, total.questions)});
  }
  if (report.pairs) {
    const PairReport& pairs = *report.pairs;
    const bool known = pairs.scored >= 2;
    rows.push_back({name, "Spearman", known ? fmt::format("{:.4f}", pairs.spearman.value) : kNone,
                    known ? Interval(pairs.spearman, 1, 3) : kNone, Of(pairs.scored, pairs.pairs)});
  }
  if (report.categories) {
    const CategoryReport& categories = *report.categories;
    const bool known = categories.clustered >= 2;
    rows.push_back({name, fmt::format("purity, {} clusters", categories.categories),
                    known ? fmt::format("{:.4f}", categories.purity.value) : kNone,
                    known ? Interval(categories.purity, 1, 3) : kNone,
                    Of(categories.clustered, categories.words)});
  }
}

}  // namespace

void PrintSummary(const std::vector<EvaluationReport>& reports) {
  std::vector<Row> rows = {{"set", "score", "value", "95 % interval", "known"}};
  for (const EvaluationReport& report : reports) AddRows(report, rows);
  fmt::print("{}", Table(rows, 2));
}

}  // namespace firth::cli
