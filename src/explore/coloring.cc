#include "explore/coloring.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace firth::explore {
namespace {

std::optional<double> AsNumber(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number != number) {
    return std::nullopt;
  }
  return number;
}

/// The numbers, if there are more different ones than colours and nothing else but gaps.
std::optional<std::vector<std::optional<double>>> AsNumbers(std::span<const std::string> values) {
  std::vector<std::optional<double>> numbers;
  std::vector<double> different;
  for (const std::string& value : values) {
    numbers.push_back(AsNumber(value));
    if (!numbers.back() && !value.empty()) return std::nullopt;
    if (numbers.back()) different.push_back(*numbers.back());
  }
  std::ranges::sort(different);
  different.erase(std::ranges::unique(different).begin(), different.end());
  if (different.size() <= kColors) return std::nullopt;
  return numbers;
}

Coloring BySize(const std::vector<std::optional<double>>& numbers) {
  std::vector<double> sorted;
  for (const auto& number : numbers) {
    if (number) sorted.push_back(*number);
  }
  std::ranges::sort(sorted);
  const bool gaps = sorted.size() < numbers.size();
  const std::size_t groups = gaps ? kColors - 1 : kColors;
  Coloring coloring;
  std::vector<double> lasts;  // of each group
  for (std::size_t group = 1; group <= groups; ++group) {
    const double last = sorted[group * sorted.size() / groups - 1];
    if (!lasts.empty() && last == lasts.back()) continue;
    lasts.push_back(last);
    coloring.labels.push_back(fmt::format("≤ {:.6g}", last));
  }
  if (gaps) coloring.labels.emplace_back("");
  for (const auto& number : numbers) {
    const auto group = number ? std::ranges::lower_bound(lasts, *number) - lasts.begin()
                              : static_cast<std::ptrdiff_t>(lasts.size());
    coloring.colors.push_back(static_cast<std::uint8_t>(group));
  }
  return coloring;
}

Coloring ByValue(std::span<const std::string> values) {
  std::map<std::string_view, std::size_t> counts;
  for (const std::string& value : values) ++counts[value];
  counts.erase("");
  std::vector<std::pair<std::string_view, std::size_t>> ranked(counts.begin(), counts.end());
  std::ranges::stable_sort(ranked, std::ranges::greater(),
                           &std::pair<std::string_view, std::size_t>::second);
  ranked.resize(std::min(ranked.size(), kColors - 1));
  Coloring coloring;
  std::map<std::string_view, std::uint8_t> color;
  for (const auto& [value, count] : ranked) {
    color[value] = static_cast<std::uint8_t>(coloring.labels.size());
    coloring.labels.emplace_back(value);
  }
  const auto other = static_cast<std::uint8_t>(coloring.labels.size());
  coloring.labels.emplace_back("");
  for (const std::string& value : values) {
    const auto known = color.find(value);
    coloring.colors.push_back(known == color.end() ? other : known->second);
  }
  return coloring;
}

}  // namespace

Coloring ColorBy(std::span<const std::string> values) {
  const auto numbers = AsNumbers(values);
  return numbers ? BySize(*numbers) : ByValue(values);
}

}  // namespace firth::explore
