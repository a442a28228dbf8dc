/// Word pairs: does the cosine follow people's judgement?
#pragma once

#include <vector>

#include "eval/evaluation_file.h"
#include "firth/eval.h"

namespace firth::eval {

PairReport ScorePairs(const WordVectors& vectors, const std::vector<ScoredPair>& pairs,
                      const EvaluationOptions& options);

}  // namespace firth::eval
