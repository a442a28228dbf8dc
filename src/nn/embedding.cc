#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "firth/error.h"
#include "firth/nn.h"
#include "matrix/initialize.h"
#include "nn/ids.h"
#include "nn/table.h"

namespace firth::nn {
namespace {

template <class Real>
BasicMatrix<Real> RandomRows(std::size_t rows, std::size_t columns, std::uint64_t seed,
                             unsigned threads) {
  BasicMatrix<Real> matrix(rows, columns);
  ForChunks(threads, rows, RowsOfChunk<Real>(columns), [&](std::size_t begin, std::size_t end) {
    matrix::FillNormal(matrix, begin, end, seed);
  });
  return matrix;
}

void RequireShape(std::size_t rows, std::size_t columns) {
  if (rows > 0 && columns > 0 && rows <= kMaxTokens) return;
  throw Error(ErrorKind::kSettings,
              fmt::format("a table of {} rows of {} numbers: both must be at least 1, rows at most "
                          "{}",
                          rows, columns, kMaxTokens));
}

}  // namespace

template <class Real>
Embedding<Real>::Embedding(BasicMatrix<Real> weight, bool frozen, const TableSettings& settings,
                           const Execution& execution)
    : weight_(std::move(weight)),
      frozen_(frozen),
      settings_(settings),
      padding_(CheckedPadding(settings, weight_.rows())),
      execution_(execution) {
  RequireShape(weight_.rows(), weight_.columns());
  if (!weight_.writable() && (!frozen_ || settings_.max_norm)) {
    throw Error(ErrorKind::kSettings,
                "the table is read-only: freeze it and leave out max_norm, or copy it");
  }
}

template <class Real>
Embedding<Real>::Embedding(std::size_t rows, std::size_t columns, const TableSettings& settings,
                           std::uint64_t seed, const Execution& execution)
    : Embedding((RequireShape(rows, columns), CheckedPadding(settings, rows),
                 RandomRows<Real>(rows, columns, seed, execution.threads)),
                /*frozen=*/false, settings, execution) {
  if (padding_) std::ranges::fill(weight_.MutableRow(*padding_), Real{0});
}

template <class Real>
Embedding<Real> Embedding<Real>::FromPretrained(BasicMatrix<Real> weight, bool freeze,
                                                const TableSettings& settings,
                                                const Execution& execution) {
  return {std::move(weight), freeze, settings, execution};
}

template <class Real>
void Embedding<Real>::Forward(const Ids& ids, std::span<Real> out) {
  const auto rows = CheckedIds(ids, weight_.rows(), "row");
  RequireSize("the output", out.size(), rows.size() * columns());
  if (settings_.max_norm) Renormalize<Real>(weight_, rows, settings_, execution_);
  const auto& kernels = kernels::KernelsFor<Real>(execution_.target);
  ForChunks(execution_.threads, rows.size(), RowsOfChunk<Real>(columns()),
            [&](std::size_t begin, std::size_t end) {
              std::vector<const Real*> looked_up(end - begin);
              std::transform(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                             rows.begin() + static_cast<std::ptrdiff_t>(end), looked_up.begin(),
                             [this](std::uint32_t row) { return KernelRow(weight_, row); });
              kernels.copy({.rows = looked_up.data(),
                            .count = end - begin,
                            .columns = columns(),
                            .out = out.data() + begin * columns(),
                            .stream = out.size_bytes() >= kStreamBytes});
            });
}

template <class Real>
BasicMatrix<Real> Embedding<Real>::Forward(const Ids& ids) {
  BasicMatrix<Real> out(Size(ids), columns(), RowLayout::kDense);
  Forward(ids, {out.MutableRowData(RowId{0}), Size(ids) * columns()});
  return out;
}

template <class Real>
void Embedding<Real>::Backward(const Ids& ids, std::span<const Real> grad,
                               SparseGrad<Real>& out) const {
  const auto rows = CheckedIds(ids, weight_.rows(), "row");
  RequireSize("the gradient", grad.size(), rows.size() * columns());
  std::vector<RowAtPlace> used;
  if (!frozen_) {
    used.reserve(rows.size());
    for (std::size_t place = 0; place < rows.size(); ++place) {
      if (RowId{rows[place]} != padding_) used.push_back(AtPlace(rows[place], place));
    }
  }
  const auto of_place = [&](std::uint32_t place) {
    return Contribution<Real>{grad.data() + place * columns()};
  };
  SumContributions<false>(GroupByRow(std::move(used)), columns(), settings_.scale_grad_by_freq,
                          execution_, of_place, out);
}

template class Embedding<float>;
template class Embedding<double>;

}  // namespace firth::nn
