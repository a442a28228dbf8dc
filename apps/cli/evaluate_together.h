/// `firth evaluate` as one of several ranks.
#pragma once

#include <string>
#include <vector>

#include "firth/communicator.h"
#include "firth/encoder.h"
#include "firth/eval.h"

namespace firth::cli {

/// What Evaluate says of each file. Every rank asks its part of the analogies; word pairs and
/// categories are scored by one rank a file, in turn. Rank 0 has the reports; others get none. All
/// call it together, with the same files. Throws what Evaluate and Communicator throw.
std::vector<EvaluationReport> EvaluateTogether(Communicator& ranks, const WordVectors& vectors,
                                               const std::vector<std::string>& files,
                                               const EvaluationOptions& options);

/// Vectors of all texts, each rank's part encoded there, at rank 0; others get none. `texts` are
/// the same in all ranks.
EncodedTexts EncodeTogether(Communicator& ranks, const Encoder& encoder,
                            const std::vector<std::string>& texts, const EncodeSettings& settings);

}  // namespace firth::cli
