/// Word pairs: does the cosine follow people's judgement?
#pragma once

#include <vector>

#include "eval/evaluation_file.h"
#include "firth/eval.h"

namespace firth::eval {

PairReport ScorePairs(const WordVectors& vectors, const std::vector<ScoredPair>& pairs,
                      const EvaluationOptions& options);

/// In double, so that no two pairs of different cosine share a rank by rounding; 0 with a vector of
/// zeros.
double Cosine(std::span<const float> a, std::span<const float> b);

}  // namespace firth::eval
