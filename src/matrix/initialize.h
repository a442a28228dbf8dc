/// How matrices start.
#pragma once

#include <cstdint>

#include "firth/matrix.h"

namespace firth::matrix {

/// Uniform in [-range, range). A row's numbers depend on (seed, row) alone, so that a matrix that
/// grows keeps its first rows. REQUIRES: matrix.writable().
template <class Real>
void FillUniform(BasicMatrix<Real>& matrix, double range, std::uint64_t seed);

extern template void FillUniform(BasicMatrix<float>&, double, std::uint64_t);
extern template void FillUniform(BasicMatrix<double>&, double, std::uint64_t);

}  // namespace firth::matrix
