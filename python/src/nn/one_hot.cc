/// OneHot: the layer that Embedding replaces.

#include "nn/bindings.h"

namespace firth::python {
namespace {

NumpyArray<float> Forward(const nn::OneHot<float>& self, const IdArray& ids) {
  Shape shape = ShapeOf(ids);
  shape.push_back(self.size());
  Result<float> rows(std::move(shape));
  const nn::Ids borrowed = ToIds(ids);
  {
    const nb::gil_scoped_release unlocked;
    self.Forward(borrowed, rows.span());
  }
  return rows.Take();
}

}  // namespace

void BindOneHot(nb::module_& m) {
  nb::class_<nn::OneHot<float>>(m, "OneHot",
                                "id -> `size` numbers, a 1 at the id's place, 0 elsewhere.")
      .def(nb::init<std::size_t>(), nb::arg("size"))
      .def_prop_ro("size", &nn::OneHot<float>::size)
      .def("forward", &Forward, nb::arg("ids"), "ids of any shape (*) -> (*, size).");
}

}  // namespace firth::python
