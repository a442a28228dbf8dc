/// Analogies: A is to B as C is to ?
#pragma once

#include <vector>

#include "eval/evaluation_file.h"
#include "firth/eval.h"

namespace firth::eval {

/// One report a protocol, in the order of `protocols`. Protocols that search alike share the
/// search.
std::vector<AnalogyReport> AskAnalogies(const WordVectors& vectors, const AnalogyFile& file,
                                        const std::vector<AnalogyProtocol>& protocols,
                                        const EvaluationOptions& options);

}  // namespace firth::eval
