/// EmbeddingBag.
#include <fmt/format.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/variant.h>

#include "firth/error.h"
#include "nn/bindings.h"

namespace firth::python {
namespace {

constexpr const char* kDoc =
    "Sums, means or maxima of a table's rows: torch.nn.EmbeddingBag's arithmetic.\n\n"
    "mode: \"mean\", \"sum\" or \"max\". include_last_offset: the last offset is the end of the\n"
    "last bag. The other arguments are Embedding's; padding ids are in no bag.";

nn::BagMode ModeFromName(const std::string& name) {
  if (name == "sum") return nn::BagMode::kSum;
  if (name == "mean") return nn::BagMode::kMean;
  if (name == "max") return nn::BagMode::kMax;
  throw Error(ErrorKind::kSettings, fmt::format("mode: '{}' is not one of mean, sum, max", name));
}

const char* NameOf(nn::BagMode mode) {
  return mode == nn::BagMode::kSum ? "sum" : mode == nn::BagMode::kMean ? "mean" : "max";
}

nn::BagSettings Settings(std::optional<std::int64_t> padding_idx, std::optional<double> max_norm,
                         double norm_type, bool scale_grad_by_freq, const std::string& mode,
                         bool include_last_offset) {
  return {{padding_idx, max_norm, norm_type, scale_grad_by_freq},
          ModeFromName(mode),
          include_last_offset};
}

template <class Real>
void Construct(nn::EmbeddingBag<Real>* self, std::size_t rows, std::size_t columns,
               std::optional<double> max_norm, double norm_type, bool scale_grad_by_freq,
               const std::string& mode, bool include_last_offset,
               std::optional<std::int64_t> padding_idx, std::uint64_t seed, unsigned threads) {
  new (self) nn::EmbeddingBag<Real>(
      rows, columns,
      Settings(padding_idx, max_norm, norm_type, scale_grad_by_freq, mode, include_last_offset),
      seed, {.threads = threads});
}

template <class Real>
nn::EmbeddingBag<Real> FromPretrained(const TableArray<Real>& weight, bool freeze,
                                      std::optional<double> max_norm, double norm_type,
                                      bool scale_grad_by_freq, const std::string& mode,
                                      bool include_last_offset,
                                      std::optional<std::int64_t> padding_idx, unsigned threads) {
  return nn::EmbeddingBag<Real>::FromPretrained(
      ToMatrix<Real>(weight), freeze,
      Settings(padding_idx, max_norm, norm_type, scale_grad_by_freq, mode, include_last_offset),
      {.threads = threads});
}

template <class Real>
using Weights = std::optional<Array<const Real>>;
using Winners = std::optional<nb::ndarray<const std::uint32_t, nb::c_contig, nb::device::cpu>>;

template <class Real>
using BagRows = std::pair<NumpyArray<Real>, std::optional<NumpyArray<std::uint32_t>>>;
template <class Real>
using BagGrads = std::pair<nn::SparseGrad<Real>, std::optional<NumpyArray<Real>>>;

/// ids of one dimension go with offsets, of two without.
template <class Real>
nn::Bags<Real> ToBags(const IdArray& ids, const std::optional<IdArray>& offsets,
                      const Weights<Real>& weights) {
  const Shape shape = ShapeOf(ids);
  if (shape.size() > 2 || shape.empty()) {
    throw Error(ErrorKind::kInput, "ids must have one or two dimensions");
  }
  if (shape.size() == 2 && offsets) {
    throw Error(ErrorKind::kInput, "ids of two dimensions are their own bags: no offsets");
  }
  if (shape.size() == 1 && !offsets) {
    throw Error(ErrorKind::kInput, "ids of one dimension need offsets");
  }
  nn::Bags<Real> bags{.ids = ToIds(ids)};
  if (offsets) bags.offsets = ToIds(*offsets);
  if (shape.size() == 2) {
    bags.width = shape[1];
    bags.empty_bags = shape[1] == 0 ? shape[0] : 0;
  }
  if (weights) {
    if (ShapeOf(*weights) != shape) {
      throw Error(ErrorKind::kInput, "per_sample_weights must have the shape of the ids");
    }
    bags.weights = ToSpan(*weights);
  }
  return bags;
}

template <class Real>
BagRows<Real> Forward(nn::EmbeddingBag<Real>& self, const IdArray& ids,
                      const std::optional<IdArray>& offsets, const Weights<Real>& weights) {
  const nn::Bags<Real> bags = ToBags<Real>(ids, offsets, weights);
  typename nn::EmbeddingBag<Real>::Winners winners;
  Result<Real> out({self.Count(bags), self.columns()});
  const bool is_max = self.settings().mode == nn::BagMode::kMax;
  {
    const nb::gil_scoped_release unlocked;
    self.Forward(bags, out.span(), is_max ? &winners : nullptr);
  }
  if (!is_max) return {out.Take(), std::nullopt};
  Result<std::uint32_t> places(out.shape);
  std::ranges::copy(winners, places.span().begin());
  return {out.Take(), places.Take()};
}

template <class Real>
BagGrads<Real> Backward(const nn::EmbeddingBag<Real>& self, const IdArray& ids,
                        const Array<const Real>& grad, const std::optional<IdArray>& offsets,
                        const Weights<Real>& weights, const Winners& winners) {
  const nn::Bags<Real> bags = ToBags<Real>(ids, offsets, weights);
  const Shape rows = {self.Count(bags), self.columns()};
  RequireShape("grad", ShapeOf(grad), rows);
  if (winners) RequireShape("winners", ShapeOf(*winners), rows);
  typename nn::EmbeddingBag<Real>::Winners places;
  if (winners) places.assign(winners->data(), winners->data() + winners->size());
  nn::SparseGrad<Real> out;
  Result<Real> weights_grad(weights ? ShapeOf(ids) : Shape{0});
  {
    const nb::gil_scoped_release unlocked;
    self.Backward(bags, ToSpan(grad), out, winners ? &places : nullptr, weights_grad.span());
  }
  if (!weights) return {std::move(out), std::nullopt};
  return {std::move(out), weights_grad.Take()};
}

template <class Real>
void Bind(nb::module_& m, const char* name) {
  using Layer = nn::EmbeddingBag<Real>;
  using State = std::tuple<TableArray<Real>, bool, std::optional<std::int64_t>,
                           std::optional<double>, double, bool, unsigned>;
  nb::class_<Layer>(m, name, kDoc)
      .def("__init__", &Construct<Real>, nb::arg("num_embeddings"), nb::arg("embedding_dim"),
           nb::kw_only(), nb::arg("max_norm") = nb::none(), nb::arg("norm_type") = 2.0,
           nb::arg("scale_grad_by_freq") = false, nb::arg("mode") = "mean",
           nb::arg("include_last_offset") = false, nb::arg("padding_idx") = nb::none(),
           nb::arg("seed") = 1, nb::arg("threads") = 1)
      .def_static("from_pretrained", &FromPretrained<Real>, nb::arg("weight").noconvert(),
                  nb::kw_only(), nb::arg("freeze") = true, nb::arg("max_norm") = nb::none(),
                  nb::arg("norm_type") = 2.0, nb::arg("scale_grad_by_freq") = false,
                  nb::arg("mode") = "mean", nb::arg("include_last_offset") = false,
                  nb::arg("padding_idx") = nb::none(), nb::arg("threads") = 1,
                  "A layer over `weight`, [rows, columns], which is not copied.")
      .def("__repr__",
           [name](const Layer& self) {
             std::string more = fmt::format(", mode='{}'", NameOf(self.settings().mode));
             if (self.settings().include_last_offset) more += ", include_last_offset=True";
             return TableRepr(name, self.rows(), self.columns(), self.settings(), more,
                              self.frozen());
           })
      .def("__getstate__",
           [](nb::handle_t<Layer> self) {
             const nn::BagSettings& settings = nb::cast<const Layer&>(self).settings();
             return std::tuple(TableStateOf<Layer>(self), std::string(NameOf(settings.mode)),
                               settings.include_last_offset);
           })
      .def("__setstate__",
           [](Layer& self, const std::tuple<State, std::string, bool>& all) {
             const auto& [state, mode, last_offset] = all;
             const auto& [weight, frozen, padding, max_norm, norm_type, scale, threads] = state;
             new (&self) Layer(FromPretrained<Real>(weight, frozen, max_norm, norm_type, scale,
                                                    mode, last_offset, padding, threads));
           })
      .def_prop_ro("num_embeddings", &Layer::rows)
      .def_prop_ro("embedding_dim", &Layer::columns)
      .def_prop_ro("frozen", &Layer::frozen)
      .def_prop_ro(
          "weight",
          [](nb::handle_t<Layer> self) { return ViewOf(nb::cast<Layer&>(self).weight(), self); },
          "The table, [num_embeddings, embedding_dim]: a view.")
      .def("forward", &Forward<Real>, nb::arg("ids"), nb::arg("offsets") = nb::none(),
           nb::arg("per_sample_weights") = nb::none(),
           "ids [N] with offsets [bags], or ids [bags, width] -> (rows [bags, embedding_dim], "
           "winners): winners are for backward, and None unless the mode is max.")
      .def("backward", &Backward<Real>, nb::arg("ids"), nb::arg("grad"),
           nb::arg("offsets") = nb::none(), nb::arg("per_sample_weights") = nb::none(),
           nb::arg("winners") = nb::none(),
           "(the table's gradient, that of per_sample_weights or None), given that of forward's "
           "rows for the same bags.");
}

}  // namespace

void BindEmbeddingBag(nb::module_& m) {
  Bind<float>(m, "EmbeddingBag");
  Bind<double>(m, "EmbeddingBag64");
}

}  // namespace firth::python
