#include "nn/optimizer_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "firth/error.h"
#include "nn/ids.h"

namespace firth::nn {
namespace {

template <class Real>
void RequireWritable(const BasicMatrix<Real>& weight) {
  if (!weight.writable()) {
    throw Error(ErrorKind::kInput, "the parameter is read-only: an optimiser cannot move it");
  }
}

}  // namespace

template <class Real>
void RequireFit(const BasicMatrix<Real>& weight, const SparseGrad<Real>& grad) {
  RequireWritable(weight);
  if (grad.size() == 0) return;
  if (grad.columns() != weight.columns() || Index(grad.rows().back()) >= weight.rows()) {
    throw Error(
        ErrorKind::kInput,
        fmt::format("a gradient of {} columns and row {} does not fit a parameter of {} x "
                    "{}",
                    grad.columns(), Index(grad.rows().back()), weight.rows(), weight.columns()));
  }
}

template <class Real>
void RequireFit(const BasicMatrix<Real>& weight, std::span<const Real> grad) {
  RequireWritable(weight);
  RequireSize("the gradient", grad.size(), weight.rows() * weight.columns());
}

template <class Real>
void RequireSameShape(const BasicMatrix<Real>& weight, const BasicMatrix<Real>& state) {
  if (weight.rows() == state.rows() && weight.columns() == state.columns()) return;
  throw Error(ErrorKind::kInput,
              fmt::format("this optimiser moves a parameter of {} x {}, not one of {} x {}: make "
                          "one for each parameter",
                          state.rows(), state.columns(), weight.rows(), weight.columns()));
}

void RequireSetting(bool holds, std::string_view name, double value, std::string_view range) {
  if (holds) return;
  throw Error(ErrorKind::kSettings, fmt::format("{} is {}, must be {}", name, value, range));
}

template <class Real>
BasicMatrix<Real> StateLike(const BasicMatrix<Real>& weight, Real value) {
  BasicMatrix<Real> state(weight.rows(), weight.columns());
  for (std::size_t row = 0; value != 0 && row < state.rows(); ++row) {
    std::ranges::fill(state.MutableRow(RowNumber(row)), value);
  }
  return state;
}

template <class Real>
void Optimizer<Real>::Step(BasicMatrix<Real>& weight, const BasicMatrix<Real>& grad) {
  if (grad.rows() > 1 && grad.stride() != grad.columns()) {
    throw Error(ErrorKind::kInput, "a gradient must be a matrix without gaps between its rows");
  }
  RequireSize("a row of the gradient", grad.columns(), weight.columns());
  Step(weight, std::span<const Real>(grad.view().data, grad.rows() * grad.columns()));
}

#define FIRTH_INSTANTIATE(Real)                                                       \
  template void RequireFit(const BasicMatrix<Real>&, const SparseGrad<Real>&);        \
  template void RequireFit(const BasicMatrix<Real>&, std::span<const Real>);          \
  template void RequireSameShape(const BasicMatrix<Real>&, const BasicMatrix<Real>&); \
  template BasicMatrix<Real> StateLike(const BasicMatrix<Real>&, Real);               \
  template void Optimizer<Real>::Step(BasicMatrix<Real>&, const BasicMatrix<Real>&)

FIRTH_INSTANTIATE(float);
FIRTH_INSTANTIATE(double);
#undef FIRTH_INSTANTIATE

}  // namespace firth::nn
