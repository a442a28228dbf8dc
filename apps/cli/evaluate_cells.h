/// Cells of the tables of `firth evaluate`.
#pragma once

#include <string>
#include <vector>

#include "firth/eval.h"

namespace firth::cli {

using Row = std::vector<std::string>;

/// What stands where there is no number to show.
inline constexpr const char* kNone = "-";

std::string FileName(const std::string& path);

/// "64.65 %", or kNone of nothing.
std::string Percent(std::size_t part, std::size_t whole);

/// "998 of 999"
std::string Of(std::size_t part, std::size_t whole);

/// "63.94 to 65.36": per cent when `scale` is 100.
std::string Interval(const Estimate& estimate, double scale, int digits);

/// "all words, lower case": which words count, of word pairs and categories.
std::string WordRules(const EvaluationOptions& options);

}  // namespace firth::cli
