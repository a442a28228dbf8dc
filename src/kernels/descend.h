/// Steps of the optimisers that keep something for each number of a row.
#pragma once

#include <cstddef>

namespace firth::kernels {

/// Adagrad (Duchi, Hazan, Singer, JMLR 12, 2011), for each column:
///   sum += grad^2;  row -= rate * grad / (sqrt(sum) + eps)
template <class Real>
struct AdagradPlan {
  Real* row;
  const Real* grad;
  Real* sum;
  std::size_t columns;
  Real rate;
  Real eps;
};

/// Adam (Kingma, Ba, arXiv 1412.6980), for each column, `rest1` being 1 - beta1 and `rest2`
/// 1 - beta2, which the caller computes in double:
///   mean += rest1 * (grad - mean);  square += rest2 * (grad^2 - square)
///   row -= rate * mean / (sqrt(square) * root_scale + eps)
template <class Real>
struct AdamPlan {
  Real* row;
  const Real* grad;
  Real* mean;
  Real* square;
  std::size_t columns;
  Real rest1;
  Real rest2;
  Real rate;
  Real root_scale;
  Real eps;
};

}  // namespace firth::kernels
