#include "matrix/initialize.h"

#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "base/random.h"

namespace firth::matrix {
namespace {

template <class Real>
void FillRow(BasicMatrix<Real>& matrix, RowId row, double range, std::uint64_t seed) {
  base::SplitMix64 random = base::StreamFor(seed, Index(row));
  for (Real& value : matrix.MutableRow(row)) {
    value = static_cast<Real>((2.0 * static_cast<double>(random.UnitFloat()) - 1.0) * range);
  }
}

}  // namespace

template <class Real>
void FillUniform(BasicMatrix<Real>& matrix, double range, std::uint64_t seed) {
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) FillRow(matrix, RowId{i}, range, seed);
}

template <class Real>
void FillUniform(BasicMatrix<Real>& matrix, std::span<const RowId> rows, double range,
                 std::uint64_t seed) {
  std::vector<bool> filled(matrix.rows());
  for (const RowId row : rows) {
    if (filled[Index(row)]) continue;
    filled[Index(row)] = true;
    FillRow(matrix, row, range, seed);
  }
}

template <class Real>
void FillNormal(BasicMatrix<Real>& matrix, std::size_t begin, std::size_t end, std::uint64_t seed) {
  for (std::size_t i = begin; i < end; ++i) {
    base::SplitMix64 random = base::StreamFor(seed, i);
    const std::span<Real> row = matrix.MutableRow(RowId{static_cast<std::uint32_t>(i)});
    for (std::size_t c = 0; c < row.size(); c += 2) {
      const float length = std::sqrt(-2 * std::log(1 - random.UnitFloat()));  // of a number above 0
      const float angle = 2 * std::numbers::pi_v<float> * random.UnitFloat();
      row[c] = Real{length * std::cos(angle)};
      if (c + 1 < row.size()) row[c + 1] = Real{length * std::sin(angle)};
    }
  }
}

template void FillUniform(BasicMatrix<float>&, double, std::uint64_t);
template void FillUniform(BasicMatrix<double>&, double, std::uint64_t);
template void FillUniform(BasicMatrix<float>&, std::span<const RowId>, double, std::uint64_t);
template void FillUniform(BasicMatrix<double>&, std::span<const RowId>, double, std::uint64_t);
template void FillNormal(BasicMatrix<float>&, std::size_t, std::size_t, std::uint64_t);
template void FillNormal(BasicMatrix<double>&, std::size_t, std::size_t, std::uint64_t);

}  // namespace firth::matrix
