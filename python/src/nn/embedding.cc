/// Embedding.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/variant.h>

#include "nn/bindings.h"

namespace firth::python {
namespace {

constexpr const char* kDoc =
    "A table of rows that is looked up and trained: torch.nn.Embedding's arithmetic.\n\n"
    "padding_idx: this row gets no gradient; negative counts from the end.\n"
    "max_norm, norm_type: a used row that is longer is scaled to this length first, in place.\n"
    "scale_grad_by_freq: divides gradients by how often an id stands in the batch.\n"
    "seed: of the random rows, N(0, 1). threads: results do not depend on it.";

nn::TableSettings Settings(std::optional<std::int64_t> padding_idx, std::optional<double> max_norm,
                           double norm_type, bool scale_grad_by_freq) {
  return {padding_idx, max_norm, norm_type, scale_grad_by_freq};
}

template <class Real>
void Construct(nn::Embedding<Real>* self, std::size_t rows, std::size_t columns,
               std::optional<std::int64_t> padding_idx, std::optional<double> max_norm,
               double norm_type, bool scale_grad_by_freq, std::uint64_t seed, unsigned threads) {
  new (self) nn::Embedding<Real>(rows, columns,
                                 Settings(padding_idx, max_norm, norm_type, scale_grad_by_freq),
                                 seed, {.threads = threads});
}

template <class Real>
nn::Embedding<Real> FromPretrained(const TableArray<Real>& weight, bool freeze,
                                   std::optional<std::int64_t> padding_idx,
                                   std::optional<double> max_norm, double norm_type,
                                   bool scale_grad_by_freq, unsigned threads) {
  return nn::Embedding<Real>::FromPretrained(
      ToMatrix<Real>(weight), freeze,
      Settings(padding_idx, max_norm, norm_type, scale_grad_by_freq), {.threads = threads});
}

/// That of the rows for these ids: (*, columns).
template <class Real>
Shape RowsShape(const nn::Embedding<Real>& self, const IdArray& ids) {
  Shape shape = ShapeOf(ids);
  shape.push_back(self.columns());
  return shape;
}

template <class Real>
nb::typed<nb::object, NumpyArray<Real>> Forward(nn::Embedding<Real>& self, const IdArray& ids,
                                                const std::optional<Array<Real>>& out) {
  const nn::Ids borrowed = ToIds(ids);
  if (out) {
    RequireShape("out", ShapeOf(*out), RowsShape(self, ids));
    {
      const nb::gil_scoped_release unlocked;
      self.Forward(borrowed, {out->data(), out->size()});
    }
    return nb::cast(*out);
  }
  Result<Real> rows(RowsShape(self, ids));
  {
    const nb::gil_scoped_release unlocked;
    self.Forward(borrowed, rows.span());
  }
  return nb::cast(rows.Take());
}

template <class Real>
nn::SparseGrad<Real> Backward(const nn::Embedding<Real>& self, const IdArray& ids,
                              const Array<const Real>& grad) {
  const nn::Ids borrowed = ToIds(ids);
  RequireShape("grad", ShapeOf(grad), RowsShape(self, ids));
  const nb::gil_scoped_release unlocked;
  nn::SparseGrad<Real> out;
  self.Backward(borrowed, ToSpan(grad), out);
  return out;
}

template <class Real>
void Bind(nb::module_& m, const char* name) {
  using Layer = nn::Embedding<Real>;
  using State = std::tuple<TableArray<Real>, bool, std::optional<std::int64_t>,
                           std::optional<double>, double, bool, unsigned>;
  nb::class_<Layer>(m, name, kDoc)
      .def("__init__", &Construct<Real>, nb::arg("num_embeddings"), nb::arg("embedding_dim"),
           nb::kw_only(), nb::arg("padding_idx") = nb::none(), nb::arg("max_norm") = nb::none(),
           nb::arg("norm_type") = 2.0, nb::arg("scale_grad_by_freq") = false, nb::arg("seed") = 1,
           nb::arg("threads") = 1)
      .def_static("from_pretrained", &FromPretrained<Real>, nb::arg("weight").noconvert(),
                  nb::kw_only(), nb::arg("freeze") = true, nb::arg("padding_idx") = nb::none(),
                  nb::arg("max_norm") = nb::none(), nb::arg("norm_type") = 2.0,
                  nb::arg("scale_grad_by_freq") = false, nb::arg("threads") = 1,
                  "A layer over `weight`, [rows, columns], which is not copied.")
      .def("__repr__",
           [name](const Layer& self) {
             return TableRepr(name, self.rows(), self.columns(), self.settings(), "",
                              self.frozen());
           })
      .def("__getstate__", &TableStateOf<Layer>)
      .def("__setstate__",
           [](Layer& self, const State& state) {
             const auto& [weight, frozen, padding, max_norm, norm_type, scale, threads] = state;
             new (&self) Layer(FromPretrained<Real>(weight, frozen, padding, max_norm, norm_type,
                                                    scale, threads));
           })
      .def_prop_ro("num_embeddings", &Layer::rows)
      .def_prop_ro("embedding_dim", &Layer::columns)
      .def_prop_ro("frozen", &Layer::frozen)
      .def_prop_ro(
          "weight",
          [](nb::handle_t<Layer> self) { return ViewOf(nb::cast<Layer&>(self).weight(), self); },
          "The table, [num_embeddings, embedding_dim]: a view.")
      .def("forward", &Forward<Real>, nb::arg("ids"), nb::arg("out").noconvert() = nb::none(),
           "ids of any shape (*), int32 or int64 -> rows, (*, embedding_dim), into `out` if given.")
      .def("backward", &Backward<Real>, nb::arg("ids"), nb::arg("grad"),
           "The table's gradient, given that of forward's result for the same ids, "
           "(*, embedding_dim).");
}

}  // namespace

void BindEmbedding(nb::module_& m) {
  Bind<float>(m, "Embedding");
  Bind<double>(m, "Embedding64");
}

}  // namespace firth::python
