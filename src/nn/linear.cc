#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "firth/error.h"
#include "firth/nn.h"
#include "kernels/kernels.h"
#include "matrix/initialize.h"
#include "nn/ids.h"
#include "nn/table.h"

namespace firth::nn {
namespace {

/// The rows of a dense batch, as the kernels take them: to be read.
template <class Real>
std::vector<Real*> BatchRows(std::span<const Real> batch, std::size_t columns) {
  std::vector<Real*> rows;
  for (std::size_t at = 0; at < batch.size(); at += columns) {
    rows.push_back(const_cast<Real*>(batch.data() + at));
  }
  return rows;
}

template <class Real>
std::vector<Real*> MatrixRows(const BasicMatrix<Real>& matrix) {
  std::vector<Real*> rows;
  for (std::size_t row = 0; row < matrix.rows(); ++row) rows.push_back(KernelRow(matrix, row));
  return rows;
}

/// out[c * rows + r] = batch[r * columns + c]
template <class Real>
std::vector<Real> Transposed(std::span<const Real> batch, std::size_t columns) {
  const std::size_t rows = batch.size() / columns;
  std::vector<Real> out(batch.size());
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) out[c * rows + r] = batch[r * columns + c];
  }
  return out;
}

}  // namespace

template <class Real>
Linear<Real>::Linear(std::size_t inputs, std::size_t outputs, bool bias, std::uint64_t seed,
                     const Execution& execution)
    : execution_(execution) {
  if (inputs == 0 || outputs == 0) {
    throw Error(ErrorKind::kSettings,
                fmt::format("a linear layer of {} inputs and {} outputs: both must be at least 1",
                            inputs, outputs));
  }
  const double range = 1 / std::sqrt(static_cast<double>(inputs));
  weight_ = BasicMatrix<Real>(outputs, inputs, RowLayout::kDense);
  matrix::FillUniform(weight_, range, seed);
  if (!bias) return;
  bias_ = BasicMatrix<Real>(1, outputs, RowLayout::kDense);
  matrix::FillUniform(bias_, range, base::SplitMix64::Mix(seed));
}

template <class Real>
void Linear<Real>::Forward(std::span<const Real> x, std::span<Real> y) const {
  const std::size_t n = y.size() / outputs();
  RequireSize("y", y.size(), n * outputs());
  RequireSize("x", x.size(), n * inputs());
  const auto& kernels = kernels::KernelsFor<Real>(execution_.target);
  ForChunks(execution_.threads, n, RowsOfChunk<Real>(inputs()),
            [&](std::size_t begin, std::size_t end) {
              kernels.dot_block({.queries = x.data() + begin * inputs(),
                                 .query_count = end - begin,
                                 .query_stride = inputs(),
                                 .rows = weight_.view().data,
                                 .row_count = outputs(),
                                 .row_stride = weight_.stride(),
                                 .columns = inputs(),
                                 .out = y.data() + begin * outputs(),
                                 .out_stride = outputs()});
              if (bias_.rows() == 0) return;
              const std::span<const Real> bias = bias_.Row(RowId{0});
              for (std::size_t i = begin; i < end; ++i) {
                for (std::size_t o = 0; o < outputs(); ++o) y[i * outputs() + o] += bias[o];
              }
            });
}

/// Row o of W's gradient is the sum of the inputs weighted by column o of grad_y, and an input's
/// gradient the sum of W's rows weighted by its row of grad_y: bags both.
template <class Real>
void Linear<Real>::Backward(std::span<const Real> x, std::span<const Real> grad_y,
                            LinearGrad<Real>& grad, std::span<Real> grad_x) const {
  const std::size_t n = grad_y.size() / outputs();
  RequireSize("the gradient of y", grad_y.size(), n * outputs());
  RequireSize("x", x.size(), n * inputs());
  if (!grad_x.empty()) RequireSize("the gradient of x", grad_x.size(), x.size());
  if (grad.weight.rows() != outputs() || grad.weight.columns() != inputs()) {
    grad.weight = BasicMatrix<Real>(outputs(), inputs(), RowLayout::kDense);
  }
  const auto& kernels = kernels::KernelsFor<Real>(execution_.target);
  const auto batch = BatchRows(x, inputs());
  const auto by_output = Transposed(grad_y, outputs());
  const auto weighted = [&](std::span<Real* const> rows, const Real* weights, Real* out) {
    kernels.gather({rows.data(), rows.size(), inputs(), Real{1}, weights}, out);
  };
  ForChunks(execution_.threads, outputs(), 1, [&](std::size_t o, std::size_t /*end*/) {
    weighted(batch, by_output.data() + o * n,
             grad.weight.MutableRowData(RowId{static_cast<std::uint32_t>(o)}));
  });
  grad.bias.assign(bias_.columns(), Real{0});
  for (std::size_t i = 0; !grad.bias.empty() && i < grad_y.size(); ++i) {
    grad.bias[i % outputs()] += grad_y[i];
  }
  if (grad_x.empty()) return;
  const auto rows = MatrixRows(weight_);
  ForChunks(execution_.threads, n, RowsOfChunk<Real>(inputs()),
            [&](std::size_t begin, std::size_t end) {
              for (std::size_t i = begin; i < end; ++i) {
                weighted(rows, grad_y.data() + i * outputs(), grad_x.data() + i * inputs());
              }
            });
}

template class Linear<float>;
template class Linear<double>;

}  // namespace firth::nn
