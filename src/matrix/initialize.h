/// How matrices start.
#pragma once

#include <cstdint>
#include <span>

#include "firth/matrix.h"

namespace firth::matrix {

/// Uniform in [-range, range). A row's numbers depend on (seed, row) alone, so that a matrix that
/// grows keeps its first rows. REQUIRES: matrix.writable().
template <class Real>
void FillUniform(BasicMatrix<Real>& matrix, double range, std::uint64_t seed);

/// The same for these rows, the others stay as they are. A row may stand there twice.
template <class Real>
void FillUniform(BasicMatrix<Real>& matrix, std::span<const RowId> rows, double range,
                 std::uint64_t seed);

/// Rows begin ... end - 1 from the normal distribution of mean 0 and variance 1 (Box, Muller,
/// Annals of Mathematical Statistics 29, 1958). A row's numbers depend on (seed, row) alone.
/// REQUIRES: matrix.writable(), begin <= end <= matrix.rows().
template <class Real>
void FillNormal(BasicMatrix<Real>& matrix, std::size_t begin, std::size_t end, std::uint64_t seed);

extern template void FillUniform(BasicMatrix<float>&, double, std::uint64_t);
extern template void FillUniform(BasicMatrix<double>&, double, std::uint64_t);
extern template void FillUniform(BasicMatrix<float>&, std::span<const RowId>, double,
                                 std::uint64_t);
extern template void FillUniform(BasicMatrix<double>&, std::span<const RowId>, double,
                                 std::uint64_t);
extern template void FillNormal(BasicMatrix<float>&, std::size_t, std::size_t, std::uint64_t);
extern template void FillNormal(BasicMatrix<double>&, std::size_t, std::size_t, std::uint64_t);

}  // namespace firth::matrix
