/// Optimisers: each moves one parameter, an array of two dimensions, in place.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>

#include <nanobind/stl/string.h>
#include <nanobind/stl/variant.h>

#include "firth/error.h"
#include "nn/bindings.h"

namespace firth::python {
namespace {

template <class Real>
using Table = nb::ndarray<Real, nb::ndim<2>, nb::device::cpu>;

/// An optimiser for a parameter of either precision, made when the first step shows which.
template <class Make>
class Lazy {
 public:
  explicit Lazy(Make make, unsigned threads) : make_(std::move(make)), threads_(threads) {}

  template <class Real>
  nn::Optimizer<Real>& Of() {
    auto& mine = std::get<std::unique_ptr<nn::Optimizer<Real>>>(optimizers_);
    if (!mine) mine = make_.template operator()<Real>(nn::Execution{.threads = threads_});
    return *mine;
  }

 private:
  Make make_;
  unsigned threads_;
  std::tuple<std::unique_ptr<nn::Optimizer<float>>, std::unique_ptr<nn::Optimizer<double>>>
      optimizers_;
};

struct MakeSgd {
  nn::SgdSettings settings;
  template <class Real>
  auto operator()(const nn::Execution& execution) const {
    return nn::MakeSgd<Real>(settings, execution);
  }
};
struct MakeAdagrad {
  nn::AdagradSettings settings;
  template <class Real>
  auto operator()(const nn::Execution& execution) const {
    return nn::MakeAdagrad<Real>(settings, execution);
  }
};
struct MakeAdam {
  nn::AdamSettings settings;
  template <class Real>
  auto operator()(const nn::Execution& execution) const {
    return nn::MakeAdam<Real>(settings, execution);
  }
};
struct MakeSparseAdam {
  nn::AdamSettings settings;
  template <class Real>
  auto operator()(const nn::Execution& execution) const {
    return nn::MakeSparseAdam<Real>(settings, execution);
  }
};

template <class Real, class Make>
void StepSparse(Lazy<Make>& self, const Table<Real>& weight, const nn::SparseGrad<Real>& grad) {
  BasicMatrix<Real> matrix = ToMatrix<Real>(TableArray<Real>(weight));
  const nb::gil_scoped_release unlocked;
  self.template Of<Real>().Step(matrix, grad);
}

template <class Real, class Make>
void StepDense(Lazy<Make>& self, const Table<Real>& weight, const Array<const Real>& grad) {
  RequireShape("grad", ShapeOf(grad), ShapeOf(weight));
  BasicMatrix<Real> matrix = ToMatrix<Real>(TableArray<Real>(weight));
  const nb::gil_scoped_release unlocked;
  self.template Of<Real>().Step(matrix, ToSpan(grad));
}

template <class Make>
void SetRate(Lazy<Make>& self, double lr) {
  self.template Of<float>().set_lr(lr);
  self.template Of<double>().set_lr(lr);
}

template <class Make>
nb::class_<Lazy<Make>> Bind(nb::module_& m, const char* name, const char* doc) {
  constexpr const char* kSparse =
      "Moves `weight`, [rows, columns], in place: the gradient's rows alone.";
  constexpr const char* kDense =
      "Moves `weight`, [rows, columns], in place by a gradient of its "
      "shape.";
  return nb::class_<Lazy<Make>>(m, name, doc)
      .def("step", &StepSparse<float, Make>, nb::arg("weight").noconvert(), nb::arg("grad"),
           kSparse)
      .def("step", &StepSparse<double, Make>, nb::arg("weight").noconvert(), nb::arg("grad"),
           kSparse)
      .def("step", &StepDense<float, Make>, nb::arg("weight").noconvert(), nb::arg("grad"), kDense)
      .def("step", &StepDense<double, Make>, nb::arg("weight").noconvert(), nb::arg("grad"), kDense)
      .def("set_lr", &SetRate<Make>, nb::arg("lr"), "The learning rate from now on.");
}

template <class Make>
void Construct(Lazy<Make>* self, Make make, unsigned threads) {
  new (self) Lazy<Make>(make, threads);
  self->template Of<float>();  // says at once what is out of range
}

template <class Make>
void BindAdam(nb::module_& m, const char* name, const char* doc) {
  Bind<Make>(m, name, doc)
      .def(
          "__init__",
          [](Lazy<Make>* self, double lr, std::pair<double, double> betas, double eps,
             unsigned threads) {
            Construct(self, Make{{lr, betas.first, betas.second, eps}}, threads);
          },
          nb::arg("lr") = 1e-3, nb::arg("betas") = std::pair(0.9, 0.999), nb::arg("eps") = 1e-8,
          nb::arg("threads") = 1);
}

}  // namespace

void BindOptimizers(nb::module_& m) {
  Bind<MakeSgd>(m, "SGD", "w -= lr g. One optimiser a parameter.")
      .def(
          "__init__",
          [](Lazy<MakeSgd>* self, double lr, unsigned threads) {
            Construct(self, MakeSgd{{lr}}, threads);
          },
          nb::arg("lr") = 1e-3, nb::arg("threads") = 1);
  Bind<MakeAdagrad>(m, "Adagrad",
                    "s += g^2; w -= lr g / (sqrt(s) + eps). One optimiser a parameter.")
      .def(
          "__init__",
          [](Lazy<MakeAdagrad>* self, double lr, double lr_decay, double initial, double eps,
             unsigned threads) {
            Construct(self, MakeAdagrad{{lr, lr_decay, initial, eps}}, threads);
          },
          nb::arg("lr") = 1e-2, nb::arg("lr_decay") = 0.0,
          nb::arg("initial_accumulator_value") = 0.0, nb::arg("eps") = 1e-10,
          nb::arg("threads") = 1);
  BindAdam<MakeAdam>(m, "Adam", "Adam for whole matrices. One optimiser a parameter.");
  BindAdam<MakeSparseAdam>(
      m, "SparseAdam",
      "Adam whose moments move only for the rows of the gradient. One optimiser a parameter.");
}

}  // namespace firth::python
