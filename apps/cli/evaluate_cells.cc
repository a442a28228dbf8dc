#include "evaluate_cells.h"

#include <fmt/format.h>

#include <filesystem>

#include "evaluate_output.h"
#include "output.h"

namespace firth::cli {

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

std::string Percent(std::size_t part, std::size_t whole) {
  if (whole == 0) return kNone;
  return fmt::format("{:.2f} %", 100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string Of(std::size_t part, std::size_t whole) {
  return fmt::format("{} of {}", WithThousands(part), WithThousands(whole));
}

std::string Interval(const Estimate& estimate, double scale, int digits) {
  return fmt::format("{:.{}f} to {:.{}f}", scale * estimate.low, digits, scale * estimate.high,
                     digits);
}

std::string WordRules(const EvaluationOptions& options) {
  const std::string words = options.pairs_top == 0
                                ? "all words"
                                : fmt::format("top {} words", WithThousands(options.pairs_top));
  return options.pairs_case == CaseRule::kExact
             ? words + ", case as written"
             : fmt::format("{}, {} case", words, CaseName(options.pairs_case));
}

}  // namespace firth::cli
