/// What all optimisers do with the rows of a parameter and of its gradient.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "firth/nn.h"
#include "kernels/prefetch.h"
#include "nn/parallel.h"

namespace firth::nn {

/// Throws Error(kInput) unless the gradient fits the parameter and this is writable.
template <class Real>
void RequireFit(const BasicMatrix<Real>& weight, const SparseGrad<Real>& grad);
template <class Real>
void RequireFit(const BasicMatrix<Real>& weight, std::span<const Real> grad);

/// Throws Error(kInput) when an optimiser that was used on another parameter meets this one.
template <class Real>
void RequireSameShape(const BasicMatrix<Real>& weight, const BasicMatrix<Real>& state);

/// Throws Error(kSettings) that names the setting unless `holds`.
void RequireSetting(bool holds, std::string_view name, double value, std::string_view range);

/// A matrix of the parameter's shape that starts as `value` everywhere.
template <class Real>
BasicMatrix<Real> StateLike(const BasicMatrix<Real>& weight, Real value = 0);

inline RowId RowNumber(std::size_t row) { return RowId{static_cast<std::uint32_t>(row)}; }

/// step(row, gradient of the row) for each row of the gradient. Rows of the weight and of `states`
/// are fetched ahead.
template <class Real, class Step, class... States>
void ForRows(const Execution& execution, BasicMatrix<Real>& weight, const SparseGrad<Real>& grad,
             const Step& step, States&... states) {
  constexpr std::size_t kAhead = 4;
  const std::size_t columns = weight.columns();
  ForChunks(execution.threads, grad.size(), RowsOfChunk<Real>(columns),
            [&](std::size_t begin, std::size_t end) {
              for (std::size_t i = begin; i < end; ++i) {
                if (i + kAhead < end) {
                  const RowId ahead = grad.rows()[i + kAhead];
                  kernels::PrefetchRow(weight.MutableRowData(ahead), columns);
                  (kernels::PrefetchRow(states.MutableRowData(ahead), columns), ...);
                }
                step(grad.rows()[i], grad.Row(i).data());
              }
            });
}

/// The same for a gradient of all rows.
template <class Real, class Step>
void ForRows(const Execution& execution, const BasicMatrix<Real>& weight,
             std::span<const Real> grad, const Step& step) {
  ForChunks(execution.threads, weight.rows(), RowsOfChunk<Real>(weight.columns()),
            [&](std::size_t begin, std::size_t end) {
              for (std::size_t i = begin; i < end; ++i) {
                step(RowNumber(i), grad.data() + i * weight.columns());
              }
            });
}

}  // namespace firth::nn
