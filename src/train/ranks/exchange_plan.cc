#include "train/ranks/exchange_plan.h"

#include <algorithm>
#include <iterator>

namespace firth::train {
namespace {

/// Where part `part` of `parts` of so many rows begins.
std::size_t PartBegin(const RowRange& rows, std::uint64_t part, std::uint64_t parts) {
  const std::size_t runs = (rows.end - rows.begin + ExchangePlan::kRun - 1) / ExchangePlan::kRun;
  const std::size_t run = runs * part / parts;
  return std::min(rows.end, rows.begin + run * ExchangePlan::kRun);
}

}  // namespace

ExchangePlan::ExchangePlan(std::size_t words, std::size_t rows, std::uint64_t longest)
    : rows_(rows) {
  std::uint64_t period = 1;
  std::size_t end = kMostUsed;
  for (std::size_t begin = 0; begin < words; begin = end, end *= 2, period *= 2) {
    levels_.push_back({{begin, std::min(end, words)}, std::min(period, longest)});
  }
  if (rows == words) return;
  // Runs may lie across this border: then those of the last words go with the others.
  const std::size_t border = words / kRun * kRun;
  while (!levels_.empty() && levels_.back().rows.begin >= border) levels_.pop_back();
  if (!levels_.empty()) levels_.back().rows.end = std::min(levels_.back().rows.end, border);
  levels_.push_back({{border, rows}, longest});
}

std::vector<RowRange> ExchangePlan::Due(std::uint64_t exchange) const {
  std::vector<RowRange> due;
  for (const auto& [rows, period] : levels_) {
    const std::uint64_t part = exchange % period;
    const RowRange range{PartBegin(rows, part, period), PartBegin(rows, part + 1, period)};
    if (range.begin < range.end) due.push_back(range);
  }
  return due;
}

std::uint64_t ExchangePlan::PeriodOf(std::size_t row) const {
  const auto level =
      std::ranges::upper_bound(levels_, row, {}, [](const Level& one) { return one.rows.begin; });
  return std::prev(level)->period;
}

std::vector<RowRange> ExchangePlan::All(std::size_t portion) const {
  portion = std::max(kRun, portion / kRun * kRun);
  std::vector<RowRange> all;
  for (std::size_t begin = 0; begin < rows_; begin += portion) {
    all.push_back({begin, std::min(rows_, begin + portion)});
  }
  return all;
}

}  // namespace firth::train
