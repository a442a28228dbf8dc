/// What the files of firth.nn share: arrays in and out. Every class is bound for float32, and with
/// 64 behind its name for float64.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "firth/nn.h"

namespace firth::python {

namespace nb = nanobind;

void BindNn(nb::module_& m);
void BindSparseGrad(nb::module_& m);
void BindEmbedding(nb::module_& m);
void BindEmbeddingBag(nb::module_& m);
void BindOneHot(nb::module_& m);
void BindLinear(nb::module_& m);
void BindLosses(nb::module_& m);
void BindOptimizers(nb::module_& m);

/// Any array of the CPU whose numbers follow each other: NumPy's, or by DLPack anybody's.
template <class T>
using Array = nb::ndarray<T, nb::c_contig, nb::device::cpu>;
template <class T>
using NumpyArray = nb::ndarray<nb::numpy, T>;
/// Ids of either width; the width is looked at, never converted, so that none is cut off.
using IdArray = nb::ndarray<nb::ro, nb::c_contig, nb::device::cpu>;
/// A table: a matrix whose rows may be apart. Read-only arrays come as the second.
template <class Real>
using TableArray = std::variant<nb::ndarray<Real, nb::ndim<2>, nb::device::cpu>,
                                nb::ndarray<const Real, nb::ndim<2>, nb::device::cpu>>;

using Shape = std::vector<std::size_t>;

template <class AnyArray>
Shape ShapeOf(const AnyArray& array) {
  Shape shape;
  for (std::size_t i = 0; i < array.ndim(); ++i) shape.push_back(array.shape(i));
  return shape;
}

/// Throws Error(kInput) unless the shapes are the same.
void RequireShape(std::string_view what, const Shape& got, const Shape& wanted);

/// Raises TypeError for ids of another type.
inline nn::Ids ToIds(const IdArray& ids) {
  if (ids.dtype() == nb::dtype<std::int32_t>()) {
    return std::span(static_cast<const std::int32_t*>(ids.data()), ids.size());
  }
  if (ids.dtype() == nb::dtype<std::int64_t>()) {
    return std::span(static_cast<const std::int64_t*>(ids.data()), ids.size());
  }
  throw nb::type_error("ids must be whole numbers of type int32 or int64");
}

template <class Real>
std::span<const Real> ToSpan(const Array<const Real>& array) {
  return {array.data(), array.size()};
}

/// New memory for a result, owned by the array that is returned. It is not cleared.
template <class Real>
struct Result {
  explicit Result(Shape wanted) : shape(std::move(wanted)) {
    for (const std::size_t length : shape) size *= length;
    numbers = std::make_unique_for_overwrite<Real[]>(size);
  }
  std::span<Real> span() { return {numbers.get(), size}; }
  NumpyArray<Real> Take() {
    Real* data = numbers.release();
    const nb::capsule owner(data, [](void* p) noexcept { delete[] static_cast<Real*>(p); });
    return {data, shape.size(), shape.data(), owner};
  }

  Shape shape;
  std::size_t size = 1;
  std::unique_ptr<Real[]> numbers;
};

/// What Python's pickle and copy take of a layer with a table: its weight, whether that is frozen,
/// and the settings that both kinds have.
template <class Real>
using TableState = std::tuple<NumpyArray<Real>, bool, std::optional<std::int64_t>,
                              std::optional<double>, double, bool, unsigned>;

/// "Embedding(9, 4, padding_idx=0)"; `more` stands before what both kinds of layers have.
std::string TableRepr(const char* name, std::size_t rows, std::size_t columns,
                      const nn::TableSettings& settings, const std::string& more, bool frozen);

/// A view of a matrix that lives in `owner`.
template <class Real>
NumpyArray<Real> ViewOf(BasicMatrix<Real>& matrix, nb::handle owner) {
  const std::size_t shape[] = {matrix.rows(), matrix.columns()};
  const std::int64_t strides[] = {static_cast<std::int64_t>(matrix.stride()), 1};
  const RowId first{0};
  Real* data = matrix.rows() == 0 ? nullptr
               : matrix.writable()
                   ? matrix.MutableRowData(first)
                   : const_cast<Real*>(matrix.view().data);  // marked read-only by the caller
  return {data, 2, shape, owner, strides};
}

template <class Layer>
auto TableStateOf(nb::handle_t<Layer> self) {
  Layer& layer = nb::cast<Layer&>(self);
  const nn::TableSettings& settings = layer.settings();
  using Real = std::remove_cvref_t<decltype(*layer.weight().view().data)>;
  return TableState<Real>(ViewOf(layer.weight(), self), layer.frozen(), settings.padding_idx,
                          settings.max_norm, settings.norm_type, settings.scale_grad_by_freq,
                          layer.execution().threads);
}

/// An array's memory as a matrix, which keeps the array alive.
template <class Real>
BasicMatrix<Real> ToMatrix(const TableArray<Real>& table);

}  // namespace firth::python
