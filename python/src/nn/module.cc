/// The submodule nn.
#include <fmt/ranges.h>

#include "firth/error.h"
#include "nn/bindings.h"

namespace firth::python {

void RequireShape(std::string_view what, const Shape& got, const Shape& wanted) {
  if (got == wanted) return;
  throw Error(ErrorKind::kInput, fmt::format("{} has the shape ({}), not ({})", what,
                                             fmt::join(got, ", "), fmt::join(wanted, ", ")));
}

std::string TableRepr(const char* name, std::size_t rows, std::size_t columns,
                      const nn::TableSettings& settings, const std::string& more, bool frozen) {
  std::string text = fmt::format("{}({}, {}{}", name, rows, columns, more);
  if (settings.padding_idx) text += fmt::format(", padding_idx={}", *settings.padding_idx);
  if (settings.max_norm) {
    text += fmt::format(", max_norm={}, norm_type={}", *settings.max_norm, settings.norm_type);
  }
  if (settings.scale_grad_by_freq) text += ", scale_grad_by_freq=True";
  if (frozen) text += ", frozen=True";
  return text + ")";
}

template <class Real>
BasicMatrix<Real> ToMatrix(const TableArray<Real>& table) {
  return std::visit(
      [](const auto& array) {
        const bool follows = array.shape(1) <= 1 || array.stride(1) == 1;
        if (!follows || array.stride(0) < 0) {
          throw Error(ErrorKind::kInput, "the numbers of a row must follow each other in memory");
        }
        using Kept = std::remove_cvref_t<decltype(array)>;
        const std::shared_ptr<Kept> owner(new Kept(array), [](Kept* kept) {
          const nb::gil_scoped_acquire lock;
          delete kept;
        });
        const auto stride = static_cast<std::size_t>(array.stride(0));
        if constexpr (std::is_const_v<typename Kept::Scalar>) {
          return BasicMatrix<Real>::Borrow(owner, array.data(), array.shape(0), array.shape(1),
                                           stride);
        } else {
          return BasicMatrix<Real>::BorrowWritable(owner, array.data(), array.shape(0),
                                                   array.shape(1), stride);
        }
      },
      table);
}

template BasicMatrix<float> ToMatrix(const TableArray<float>&);
template BasicMatrix<double> ToMatrix(const TableArray<double>&);

void BindNn(nb::module_& m) {
  BindSparseGrad(m);
  BindEmbedding(m);
  BindEmbeddingBag(m);
  BindOneHot(m);
  BindLinear(m);
  BindLosses(m);
  BindOptimizers(m);
}

}  // namespace firth::python
