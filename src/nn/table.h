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

/// The contributions to rows begin ... end - 1 of `used`, as the gather kernel takes them.
template <bool kWeighted, class Real>
class ContributionBags {
 public:
  template <class ContributionOf>
  ContributionBags(const Occurrences& used, std::size_t begin, std::size_t end,
                   const ContributionOf& contribution_of)
      : starts_(used.starts), first_(used.starts[begin]) {
    for (std::size_t use = first_; use < starts_[end]; ++use) {
      const Contribution<Real> part = contribution_of(used.places[use]);
      uses_.push_back(const_cast<Real*>(part.grad));  // gathered, so only read
      if constexpr (kWeighted) weights_.push_back(part.weight);
    }
  }

  kernels::BagPlan<Real> Bag(std::size_t row, std::size_t columns, bool by_frequency) {
    const std::size_t at = starts_[row] - first_;
    const std::size_t count = starts_[row + 1] - starts_[row];
    return {.rows = uses_.data() + at,
            .count = count,
            .columns = columns,
            .scale = by_frequency ? 1 / static_cast<Real>(count) : 1,
            .weights = kWeighted ? weights_.data() + at : nullptr,
            .ahead = uses_.size() - at - count};
  }

 private:
  std::span<const std::uint32_t> starts_;
  std::size_t first_;
  std::vector<Real*> uses_;
  std::vector<Real> weights_;
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
  const auto sum_rows = [&](std::size_t begin, std::size_t end) {
    ContributionBags<kWeighted, Real> bags(used, begin, end, contribution_of);
    if (!stream) {
      for (std::size_t i = begin; i < end; ++i) {
        kernels.gather(bags.Bag(i, columns, by_frequency), grad.MutableRow(i).data());
      }
      return;
    }
    // Summed aside, where there is something to sum, and written together.
    const auto aside = std::make_unique_for_overwrite<Real[]>((end - begin) * columns);
    std::vector<const Real*> sums;
    for (std::size_t i = begin; i < end; ++i) {
      const kernels::BagPlan<Real> bag = bags.Bag(i, columns, by_frequency);
      if (!kWeighted && bag.count == 1) {
        sums.push_back(bag.rows[0]);
        continue;
      }
      Real* const sum = aside.get() + (i - begin) * columns;
      kernels.gather(bag, sum);
      sums.push_back(sum);
    }
    kernels.copy({.rows = sums.data(),
                  .count = sums.size(),
                  .columns = columns,
                  .out = grad.MutableRow(begin).data(),
                  .stream = true});
  };
  ForChunks(execution.threads, grad.size(), RowsOfChunk<Real>(columns), sum_rows);
}

}  // namespace firth::nn
