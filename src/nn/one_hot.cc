#include <algorithm>

#include "firth/nn.h"
#include "nn/ids.h"

namespace firth::nn {

template <class Real>
void OneHot<Real>::Forward(const Ids& ids, std::span<Real> out) const {
  const auto columns = CheckedIds(ids, size_, "column");
  RequireSize("the output", out.size(), columns.size() * size_);
  std::ranges::fill(out, Real{0});
  for (std::size_t i = 0; i < columns.size(); ++i) out[i * size_ + columns[i]] = 1;
}

template class OneHot<float>;
template class OneHot<double>;

}  // namespace firth::nn
