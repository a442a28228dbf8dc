/// The gradient of a table of which few rows were used.
#include <algorithm>

#include "nn/bindings.h"

namespace firth::python {
namespace {

template <class Real>
NumpyArray<const std::uint32_t> RowsOf(const nn::SparseGrad<Real>& grad, nb::handle owner) {
  static_assert(sizeof(RowId) == sizeof(std::uint32_t));
  const std::size_t shape[] = {grad.size()};
  return {reinterpret_cast<const std::uint32_t*>(grad.rows().data()), 1, shape, owner};
}

template <class Real>
NumpyArray<const Real> ValuesOf(const nn::SparseGrad<Real>& grad, nb::handle owner) {
  const std::size_t shape[] = {grad.size(), grad.columns()};
  return {grad.values().data, 2, shape, owner};
}

template <class Real>
NumpyArray<Real> ToDense(const nn::SparseGrad<Real>& grad, std::size_t rows) {
  Result<Real> dense({rows, grad.columns()});
  {
    const nb::gil_scoped_release unlocked;
    grad.ToDense(dense.span());
  }
  return dense.Take();
}

template <class Real>
void Bind(nb::module_& m, const char* name) {
  using Grad = nn::SparseGrad<Real>;
  nb::class_<Grad>(m, name, "The gradient of a table's rows that were used.")
      .def_prop_ro(
          "rows", [](nb::handle_t<Grad> self) { return RowsOf(nb::cast<const Grad&>(self), self); },
          "[n] uint32, sorted, each once: a read-only view.")
      .def_prop_ro(
          "values",
          [](nb::handle_t<Grad> self) { return ValuesOf(nb::cast<const Grad&>(self), self); },
          "[n, columns]: a read-only view.")
      .def("__len__", &Grad::size)
      .def("to_dense", &ToDense<Real>, nb::arg("rows"),
           "The same as a table: [rows, columns], zeros but for the rows that were used.");
}

}  // namespace

void BindSparseGrad(nb::module_& m) {
  Bind<float>(m, "SparseGrad");
  Bind<double>(m, "SparseGrad64");
}

}  // namespace firth::python
