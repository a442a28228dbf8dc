/// Losses, each with its gradient, and the nonlinearity between two layers.
#include <fmt/format.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>

#include "firth/error.h"
#include "nn/bindings.h"

namespace firth::python {
namespace {

nn::Reduction ReductionFromName(const std::string& name) {
  if (name == "mean") return nn::Reduction::kMean;
  if (name == "sum") return nn::Reduction::kSum;
  throw Error(ErrorKind::kSettings, fmt::format("reduction: '{}' is not one of mean, sum", name));
}

template <class Real>
using LossAndGrad = std::pair<double, NumpyArray<Real>>;

/// The loss of `scores`, computed by loss(gradient), and the gradient in the scores' shape.
template <class Real, class Loss>
LossAndGrad<Real> WithGradient(const Array<const Real>& scores, const Loss& loss) {
  Result<Real> grad(ShapeOf(scores));
  double value = 0;
  {
    const nb::gil_scoped_release unlocked;
    value = loss(grad.span());
  }
  return {value, grad.Take()};
}

template <class Real>
LossAndGrad<Real> SigmoidLoss(const Array<const Real>& scores, const Array<const Real>& labels,
                              const std::string& reduction) {
  const nn::Reduction kind = ReductionFromName(reduction);
  RequireShape("labels", ShapeOf(labels), ShapeOf(scores));
  return WithGradient(scores, [&](std::span<Real> grad) {
    return nn::SigmoidLoss(ToSpan(scores), ToSpan(labels), grad, kind);
  });
}

template <class Real>
LossAndGrad<Real> SquaredLoss(const Array<const Real>& scores, const Array<const Real>& labels,
                              const std::string& reduction) {
  const nn::Reduction kind = ReductionFromName(reduction);
  RequireShape("labels", ShapeOf(labels), ShapeOf(scores));
  return WithGradient(scores, [&](std::span<Real> grad) {
    return nn::SquaredLoss(ToSpan(scores), ToSpan(labels), grad, kind);
  });
}

template <class Real>
LossAndGrad<Real> SoftmaxLoss(const Array<const Real>& scores, const IdArray& targets,
                              const std::string& reduction) {
  const nn::Reduction kind = ReductionFromName(reduction);
  const nn::Ids borrowed = ToIds(targets);
  if (scores.ndim() != 2) {
    throw Error(
        ErrorKind::kInput,
        fmt::format("scores must have two dimensions, [N, classes], not {}", scores.ndim()));
  }
  RequireShape("targets", ShapeOf(targets), {scores.shape(0)});
  if (scores.shape(0) > 0 && scores.shape(1) == 0) {
    throw Error(ErrorKind::kInput, "scores must be of at least one class");
  }
  return WithGradient(scores, [&](std::span<Real> grad) {
    return nn::SoftmaxLoss(ToSpan(scores), borrowed, grad, kind);
  });
}

template <class Real>
NumpyArray<Real> Relu(const Array<const Real>& x) {
  Result<Real> y(ShapeOf(x));
  std::ranges::copy(ToSpan(x), y.span().begin());
  nn::Relu(y.span());
  return y.Take();
}

template <class Real>
NumpyArray<Real> ReluBackward(const Array<const Real>& y, const Array<const Real>& grad) {
  RequireShape("grad", ShapeOf(grad), ShapeOf(y));
  Result<Real> result(ShapeOf(grad));
  std::ranges::copy(ToSpan(grad), result.span().begin());
  nn::ReluBackward(ToSpan(y), result.span());
  return result.Take();
}

template <class Real>
void Bind(nb::module_& m) {
  m.def("sigmoid_loss", &SigmoidLoss<Real>, nb::arg("scores"), nb::arg("labels"),
        nb::arg("reduction") = "mean",
        "Binary cross entropy of sigmoid(scores) with labels 0 to 1 of the same shape: (loss, its "
        "gradient by scores).");
  m.def("softmax_loss", &SoftmaxLoss<Real>, nb::arg("scores"), nb::arg("targets"),
        nb::arg("reduction") = "mean",
        "-log softmax(scores)[target], scores [N, classes], targets [N]: (loss, its gradient by "
        "scores).");
  m.def("squared_loss", &SquaredLoss<Real>, nb::arg("scores"), nb::arg("labels"),
        nb::arg("reduction") = "mean",
        "(scores - labels)^2, of the same shape: (loss, its gradient by scores).");
  m.def("relu", &Relu<Real>, nb::arg("x"), "max(x, 0), of any shape.");
  m.def("relu_backward", &ReluBackward<Real>, nb::arg("y"), nb::arg("grad"),
        "The gradient of relu's argument, given its result `y` and the gradient of that.");
}

}  // namespace

void BindLosses(nb::module_& m) {
  Bind<float>(m);
  Bind<double>(m);
}

}  // namespace firth::python
