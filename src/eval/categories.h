/// Categories: do words of one kind lie together?
#pragma once

#include <vector>

#include "eval/evaluation_file.h"
#include "firth/eval.h"

namespace firth::eval {

CategoryReport ClusterWords(const WordVectors& vectors, const std::vector<CategorisedWord>& words,
                            const EvaluationOptions& options);

}  // namespace firth::eval
