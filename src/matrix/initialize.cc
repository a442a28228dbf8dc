#include "matrix/initialize.h"

#include "base/random.h"

namespace firth::matrix {

template <class Real>
void FillUniform(BasicMatrix<Real>& matrix, double range, std::uint64_t seed) {
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    base::SplitMix64 random = base::StreamFor(seed, i);
    for (Real& value : matrix.MutableRow(RowId{i})) {
      value = static_cast<Real>((2.0 * static_cast<double>(random.UnitFloat()) - 1.0) * range);
    }
  }
}

template void FillUniform(BasicMatrix<float>&, double, std::uint64_t);
template void FillUniform(BasicMatrix<double>&, double, std::uint64_t);

}  // namespace firth::matrix
