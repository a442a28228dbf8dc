/// Reports of `firth evaluate`, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "firth/eval.h"
#include "query_output.h"

namespace firth::cli {

/// "exact", "upper-ascii", "upper", "lower"
std::string_view CaseName(CaseRule rule);

/// One object a file.
Json ToJson(const EvaluationReport& report, const EvaluationOptions& options);

/// A table of one line a protocol, followed by the sections of each if asked for.
void PrintAnalogies(const EvaluationReport& report, const EvaluationOptions& options,
                    bool sections);

/// One table of all `reports`, which are of word pairs, a line each.
void PrintPairs(const std::vector<EvaluationReport>& reports, const EvaluationOptions& options);

/// Pairs of sentences, scored: one object a file, or one table with a line a file.
Json ToJson(const std::string& file, const PairReport& report);
void PrintSentencePairs(const std::vector<std::string>& files,
                        const std::vector<PairReport>& reports);

/// The same of categories.
void PrintCategories(const std::vector<EvaluationReport>& reports,
                     const EvaluationOptions& options);

/// One table of reports of every kind: a line a set, or a protocol of one, with score, interval and
/// coverage.
void PrintSummary(const std::vector<EvaluationReport>& reports);

}  // namespace firth::cli
