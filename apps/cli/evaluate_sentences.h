/// `firth evaluate` of an encoder.
#pragma once

#include <string>
#include <vector>

#include "firth/communicator.h"
#include "firth/encoder.h"

namespace firth::cli {

/// Is `path` a folder, as an encoder's model is?
bool IsModelFolder(const std::string& path);

/// Encodes the sentences of each file and prints how the cosines follow people's judgement.
/// `ranks`: null, or those that encode a part each, of which the first prints.
void EvaluateEncoder(const std::string& folder, Precision precision,
                     const std::vector<std::string>& files, unsigned threads, bool json,
                     Communicator* ranks);

}  // namespace firth::cli
