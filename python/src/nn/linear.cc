/// Linear.
#include <fmt/format.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>

#include "firth/error.h"
#include "nn/bindings.h"

namespace firth::python {
namespace {

template <class Real>
using Rows = nb::ndarray<const Real, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

template <class Real>
using LinearGrads = std::tuple<NumpyArray<Real>, std::optional<NumpyArray<Real>>, NumpyArray<Real>>;

template <class Real>
void Construct(nn::Linear<Real>* self, std::size_t inputs, std::size_t outputs, bool bias,
               std::uint64_t seed, unsigned threads) {
  new (self) nn::Linear<Real>(inputs, outputs, bias, seed, {.threads = threads});
}

template <class Real>
void RequireColumns(const Rows<Real>& rows, std::size_t columns) {
  if (rows.shape(1) != columns) {
    throw Error(ErrorKind::kInput, "the rows have another number of columns than the layer");
  }
}

template <class Real>
NumpyArray<Real> Forward(const nn::Linear<Real>& self, const Rows<Real>& x) {
  RequireColumns(x, self.inputs());
  Result<Real> y({x.shape(0), self.outputs()});
  {
    const nb::gil_scoped_release unlocked;
    self.Forward({x.data(), x.size()}, y.span());
  }
  return y.Take();
}

template <class Real>
NumpyArray<Real> CopyOf(const BasicMatrix<Real>& matrix) {
  Result<Real> copy({matrix.rows(), matrix.columns()});
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    std::ranges::copy(matrix.Row(RowId{i}), copy.span().subspan(i * matrix.columns()).begin());
  }
  return copy.Take();
}

template <class Real>
LinearGrads<Real> Backward(const nn::Linear<Real>& self, const Rows<Real>& x,
                           const Rows<Real>& grad_y) {
  RequireColumns(x, self.inputs());
  RequireShape("grad_y", ShapeOf(grad_y), {x.shape(0), self.outputs()});
  nn::LinearGrad<Real> grad;
  Result<Real> grad_x({x.shape(0), x.shape(1)});
  {
    const nb::gil_scoped_release unlocked;
    self.Backward({x.data(), x.size()}, {grad_y.data(), grad_y.size()}, grad, grad_x.span());
  }
  std::optional<NumpyArray<Real>> bias;
  if (!grad.bias.empty()) {
    Result<Real> copy({1, grad.bias.size()});
    std::ranges::copy(grad.bias, copy.span().begin());
    bias = copy.Take();
  }
  return {CopyOf(grad.weight), std::move(bias), grad_x.Take()};
}

template <class Real>
using LinearState = std::tuple<NumpyArray<Real>, NumpyArray<Real>, unsigned>;

template <class Real>
LinearState<Real> StateOf(nb::handle_t<nn::Linear<Real>> self) {
  auto& layer = nb::cast<nn::Linear<Real>&>(self);
  return {ViewOf(layer.weight(), self), ViewOf(layer.bias(), self), layer.execution().threads};
}

template <class Real>
void SetState(nn::Linear<Real>& self, const std::tuple<Rows<Real>, Rows<Real>, unsigned>& state) {
  const auto& [weight, bias, threads] = state;
  nn::Linear<Real> layer(weight.shape(1), weight.shape(0), bias.size() > 0, 1,
                         {.threads = threads});
  for (std::uint32_t row = 0; row < layer.outputs(); ++row) {
    std::copy_n(weight.data() + row * layer.inputs(), layer.inputs(),
                layer.weight().MutableRowData(RowId{row}));
  }
  if (bias.size() > 0) {
    RequireShape("bias", ShapeOf(bias), {1, layer.outputs()});
    std::copy_n(bias.data(), bias.size(), layer.bias().MutableRowData(RowId{0}));
  }
  new (&self) nn::Linear<Real>(std::move(layer));
}

template <class Real>
void Bind(nb::module_& m, const char* name) {
  using Layer = nn::Linear<Real>;
  nb::class_<Layer>(m, name, "y = x W^T + b; W and b start uniform in +-1 / sqrt(inputs).")
      .def("__init__", &Construct<Real>, nb::arg("inputs"), nb::arg("outputs"),
           nb::arg("bias") = true, nb::arg("seed") = 1, nb::arg("threads") = 1)
      .def("__repr__",
           [name](const Layer& self) {
             return fmt::format("{}({}, {}{})", name, self.inputs(), self.outputs(),
                                self.bias().rows() == 0 ? ", bias=False" : "");
           })
      .def("__getstate__", &StateOf<Real>)
      .def("__setstate__", &SetState<Real>)
      .def_prop_ro("inputs", &Layer::inputs)
      .def_prop_ro("outputs", &Layer::outputs)
      .def_prop_ro(
          "weight",
          [](nb::handle_t<Layer> self) { return ViewOf(nb::cast<Layer&>(self).weight(), self); },
          "[outputs, inputs]: a view.")
      .def_prop_ro(
          "bias",
          [](nb::handle_t<Layer> self) { return ViewOf(nb::cast<Layer&>(self).bias(), self); },
          "[1, outputs], or [0, 0] without a bias: a view.")
      .def("forward", &Forward<Real>, nb::arg("x"), "x [N, inputs] -> y [N, outputs].")
      .def("backward", &Backward<Real>, nb::arg("x"), nb::arg("grad_y"),
           "(gradient of weight, of bias or None, of x), given that of y.");
}

}  // namespace

void BindLinear(nb::module_& m) {
  Bind<float>(m, "Linear");
  Bind<double>(m, "Linear64");
}

}  // namespace firth::python
