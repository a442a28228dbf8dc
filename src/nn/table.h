/// What the layers over a table of rows share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "firth/nn.h"
#include "kernels/kernels.h"
#include "nn/occurrences.h"
#include "nn/parallel.h"

namespace firth::nn {

/// The padding row counted from 0. Throws Error(kSettings) for settings that no table of `rows`
/// rows can have.
std::optional<RowId> CheckedPadding(const TableSettings& settings, std::size_t rows);

/// A row of a matrix as the kernels take it. Those that only read do not need it to be writable.
template <class Real>
Real* KernelRow(const BasicMatrix<Real>& matrix, std::size_t row) {
  return const_cast<Real*>(matrix.view().data + row * matrix.stride());
}

/// Scales each row of `rows` (any order, any number of times) that is longer than max_norm to it.
template <class Real>
void Renormalize(BasicMatrix<Real>& weight, std::span<const std::uint32_t> rows,
                 const TableSettings& settings, const Execution& execution);

/// Part of a batch's gradient that belongs to one use of a row.
template <class Real>
struct Contribution {
  const Real* grad;
  Real weight = 1;
};

/// Rows written one behind the other: from this size on they do not fit the caches, and are written
/// past them.
constexpr std::size_t kStreamBytes = std::size_t{16} << 20;

/// The contributions of rows `begin` to `end` of `used`, as the gather kernel takes them.
template <class Real>
struct GatheredUses {
  std::vector<Real*> rows;
  std::vector<Real> weights;

  template <bool kWeighted, class ContributionOf>
  void Set(const Occurrences& used, std::size_t begin, std::size_t end,
           const ContributionOf& contribution_of) {
    for (std::size_t use = used.starts[begin]; use < used.starts[end]; ++use) {
      const Contribution<Real> part = contribution_of(used.places[use]);
      rows.push_back(const_cast<Real*>(part.grad));  // gathered, so only read
      if constexpr (kWeighted) weights.push_back(part.weight);
    }
  }
};

/// grad.Row(i) = the sum of contribution_of(place).weight * .grad over the places of row i, divided
/// by their number if `by_frequency`.
template <bool kWeighted, class Real, class ContributionOf>
void SumContributions(Occurrences used, std::size_t columns, bool by_frequency,
                      const Execution& execution, const ContributionOf& contribution_of,
                      SparseGrad<Real>& grad) {
  grad.Reset(std::move(used.rows), columns);
  const auto& kernels = kernels::KernelsFor<Real>(execution.target);
  const bool stream = grad.size() * columns * sizeof(Real) >= kStreamBytes;
  ForChunks(execution.threads, grad.size(), RowsOfChunk<Real>(columns),
            [&](std::size_t begin, std::size_t end) {
              GatheredUses<Real> uses;
              uses.template Set<kWeighted>(used, begin, end, contribution_of);
              const auto sums =
                  std::make_unique_for_overwrite<Real[]>(stream ? (end - begin) * columns : 0);
              std::vector<const Real*> written(stream ? end - begin : 0);
              for (std::size_t i = begin; i < end; ++i) {
                const std::size_t at = used.starts[i] - used.starts[begin];
                const std::size_t count = used.starts[i + 1] - used.starts[i];
                if (stream && !kWeighted && count == 1) {
                  written[i - begin] = uses.rows[at];
                  continue;
                }
                Real* const sum =
                    stream ? sums.get() + (i - begin) * columns : grad.MutableRow(i).data();
                kernels.gather({.rows = uses.rows.data() + at,
                                .count = count,
                                .columns = columns,
                                .scale = by_frequency ? 1 / static_cast<Real>(count) : 1,
                                .weights = kWeighted ? uses.weights.data() + at : nullptr,
                                .ahead = uses.rows.size() - at - count},
                               sum);
                if (stream) written[i - begin] = sum;
              }
              if (!stream) return;
              kernels.copy({.rows = written.data(),
                            .count = end - begin,
                            .columns = columns,
                            .out = grad.MutableRow(begin).data(),
                            .stream = true});
            });
}

}  // namespace firth::nn
