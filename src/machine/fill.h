/// Numbers to compute with.
#pragma once

#include <cstdint>

#include "firth/matrix.h"

namespace firth::machine {

/// Small random numbers, as word2vec begins its input matrix.
void Fill(Matrix& matrix, std::uint64_t seed);

}  // namespace firth::machine
