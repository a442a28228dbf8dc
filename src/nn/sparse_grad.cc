#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "firth/error.h"
#include "firth/nn.h"

namespace firth::nn {

template <class Real>
void SparseGrad<Real>::Reset(std::vector<RowId> rows, std::size_t columns) {
  assert(std::ranges::is_sorted(rows));
  const std::size_t numbers = rows.size() * columns;
  if (numbers > values_.columns()) {
    // Room for more, so that batches of about one size do not allocate again and again.
    values_ = BasicMatrix<Real>(1, numbers + numbers / 8, RowLayout::kDense);
  }
  rows_ = std::move(rows);
  columns_ = columns;
}

template <class Real>
void SparseGrad<Real>::ToDense(std::span<Real> out) const {
  const bool whole = columns_ == 0 ? out.empty() : out.size() % columns_ == 0;
  if (!whole || (size() > 0 && (Index(rows_.back()) + 1) * columns_ > out.size())) {
    throw Error(ErrorKind::kInput, fmt::format("a gradient of {} columns does not fit a matrix of "
                                               "{} numbers",
                                               columns_, out.size()));
  }
  std::ranges::fill(out, Real{0});
  for (std::size_t i = 0; i < size(); ++i) {
    std::ranges::copy(Row(i),
                      out.begin() + static_cast<std::ptrdiff_t>(Index(rows_[i]) * columns_));
  }
}

template class SparseGrad<float>;
template class SparseGrad<double>;

}  // namespace firth::nn
