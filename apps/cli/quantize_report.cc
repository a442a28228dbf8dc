#include "quantize_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/system.h"
#include "firth/index.h"
#include "output.h"

namespace firth::cli {
namespace {

constexpr std::size_t kMostAsked = 1000;

/// The neighbours of rows that stand evenly apart, each without itself.
std::vector<std::vector<Neighbor>> Neighbors(const Matrix& matrix, std::size_t rows,
                                             std::size_t asked) {
  const ExactIndex index(matrix.view(), rows, CpuTargetFromEnvironment());
  Matrix queries(asked, matrix.columns());
  std::vector<std::vector<RowId>> exclude;
  for (std::uint32_t i = 0; i < asked; ++i) {
    const RowId row{static_cast<std::uint32_t>(i * rows / asked)};
    index.UnitRow(row, queries.MutableRow(RowId{i}));
    exclude.push_back({row});
  }
  return index.SearchAll(queries.view(), kNeighbors, exclude, base::ProcessorCount());
}

std::size_t Common(const std::vector<Neighbor>& a, const std::vector<Neighbor>& b) {
  return static_cast<std::size_t>(std::ranges::count_if(a, [&b](const Neighbor& one) {
    return std::ranges::any_of(b, [&one](const Neighbor& other) { return one.row == other.row; });
  }));
}

double Times(const QuantizeReport& report) {
  return static_cast<double>(report.bytes_before) / static_cast<double>(report.bytes_after);
}

void PrintText(const QuantizeReport& report) {
  fmt::print("size        {} -> {}, {:.1f} times smaller\n", Bytes(report.bytes_before),
             Bytes(report.bytes_after), Times(report));
  fmt::print("rows        {} of {}, {} of them words\n", WithThousands(report.rows_after),
             WithThousands(report.rows_before), WithThousands(report.words));
  fmt::print("lost        {:.3g} % of the squares; mean cosine {:.4f}\n",
             100 * report.loss.SquaresLost(), report.loss.MeanCosine());
  if (report.asked > 0) {
    fmt::print("neighbours  {:.1f} % of the {} nearest stay, of {} words\n", 100 * report.recall,
               kNeighbors, WithThousands(report.asked));
  }
  if (report.scores_after) {
    fmt::print("P@1         {:.4f} -> {:.4f}, {} lines\n", report.scores_before->all.Precision(),
               report.scores_after->all.Precision(), WithThousands(report.scores_after->lines));
  }
}

void PrintJson(const QuantizeReport& report) {
  nlohmann::ordered_json out = {{"bytes_before", report.bytes_before},
                                {"bytes_after", report.bytes_after},
                                {"rows_before", report.rows_before},
                                {"rows_after", report.rows_after},
                                {"words", report.words},
                                {"squares_lost", report.loss.SquaresLost()},
                                {"mean_cosine", report.loss.MeanCosine()}};
  if (report.asked > 0) out["recall_at_10"] = report.recall;
  if (report.scores_after) {
    out["precision_before"] = report.scores_before->all.Precision();
    out["precision_after"] = report.scores_after->all.Precision();
    out["lines"] = report.scores_after->lines;
  }
  fmt::print("{}\n", out.dump(2));
}

}  // namespace

void CompareVectors(const WordVectors& before, const WordVectors& after, QuantizeReport& report) {
  const std::size_t words = std::min(before.size(), after.size());
  for (std::uint32_t i = 0; i < words; ++i) {
    report.loss.Add(before.matrix().Row(RowId{i}), after.matrix().Row(RowId{i}));
  }
  report.asked = std::min(kMostAsked, words);
  if (words < 2) report.asked = 0;
  if (report.asked == 0) return;
  const auto expected = Neighbors(before.matrix(), words, report.asked);
  const auto found = Neighbors(after.matrix(), words, report.asked);
  std::size_t common = 0;
  std::size_t all = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    common += Common(expected[i], found[i]);
    all += expected[i].size();
  }
  report.recall = static_cast<double>(common) / static_cast<double>(all);
}

void Print(const QuantizeReport& report, bool json) {
  json ? PrintJson(report) : PrintText(report);
}

}  // namespace firth::cli
