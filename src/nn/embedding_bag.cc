#include <algorithm>
#include <utility>

#include "firth/error.h"
#include "firth/nn.h"
#include "nn/bag_layout.h"
#include "nn/ids.h"
#include "nn/table.h"

namespace firth::nn {
namespace {

/// Bags beside whose work the hand-over to a thread is small; more where there are many, since the
/// first of a chunk is not fetched ahead.
template <class Real>
std::size_t BagsOfChunk(const BagLayout& layout, std::size_t columns, unsigned threads) {
  constexpr std::size_t kChunksOfThread = 16;
  const std::size_t ids_of_bag = layout.rows.size() / std::max<std::size_t>(1, layout.bags());
  const std::size_t least = RowsOfChunk<Real>(columns) / (1 + ids_of_bag);
  return std::max(
      {std::size_t{1}, least, layout.bags() / (kChunksOfThread * std::max(1U, threads))});
}

/// The ids of one bag without padding, and those of the bags after it in the same chunk.
template <class Real>
struct BagUse {
  Real* const* rows;
  const Real* weights;
  const std::uint32_t* places;
  std::size_t count;
  std::size_t ahead;
};

/// The bags begin ... end - 1 without padding.
template <class Real>
class BagRange {
 public:
  BagRange(const BagLayout& layout, const BasicMatrix<Real>& weight, std::optional<RowId> padding,
           std::span<const Real> weights, std::size_t begin, std::size_t end) {
    const std::size_t ids = layout.starts[end] - layout.starts[begin];
    rows_.resize(ids);
    places_.resize(ids);
    if (!weights.empty()) weights_.resize(ids);
    starts_.reserve(end - begin + 1);
    std::size_t count = 0;
    for (std::size_t bag = begin; bag < end; ++bag) {
      starts_.push_back(count);
      count = Append(layout, bag, weight, padding, weights, count);
    }
    starts_.push_back(count);
  }

  /// Bag begin + i.
  BagUse<Real> Use(std::size_t i) const {
    const std::size_t at = starts_[i];
    return {rows_.data() + at, weights_.empty() ? nullptr : weights_.data() + at,
            places_.data() + at, starts_[i + 1] - at, starts_.back() - starts_[i + 1]};
  }

 private:
  /// Returns how many ids there are with those of `bag`, where there were `count`.
  std::size_t Append(const BagLayout& layout, std::size_t bag, const BasicMatrix<Real>& weight,
                     std::optional<RowId> padding, std::span<const Real> weights,
                     std::size_t count) {
    const bool pads = padding.has_value();
    const std::size_t pad = pads ? Index(*padding) : 0;
    Real** const rows = rows_.data();
    std::uint32_t* const places = places_.data();
    for (std::uint32_t at = layout.starts[bag]; at < layout.starts[bag + 1]; ++at) {
      const std::uint32_t row = layout.rows[at];
      if (pads && row == pad) continue;
      rows[count] = KernelRow(weight, row);
      places[count] = at;
      if (!weights.empty()) weights_[count] = weights[at];
      ++count;
    }
    return count;
  }

  // As many as there are ids; those of padding are free at the end.
  std::vector<Real*> rows_;
  std::vector<Real> weights_;
  std::vector<std::uint32_t> places_;
  std::vector<std::size_t> starts_;
};

/// Hands every bag to reduce(bag, BagUse), in chunks over threads.
template <class Real, class Reduce>
void ForBags(const BagLayout& layout, const BasicMatrix<Real>& weight, std::optional<RowId> padding,
             std::span<const Real> weights, const Execution& execution, const Reduce& reduce) {
  const std::size_t chunk = BagsOfChunk<Real>(layout, weight.columns(), execution.threads);
  ForChunks(execution.threads, layout.bags(), chunk, [&](std::size_t begin, std::size_t end) {
    const BagRange<Real> range(layout, weight, padding, weights, begin, end);
    for (std::size_t bag = begin; bag < end; ++bag) reduce(bag, range.Use(bag - begin));
  });
}

template <class Real>
Real ScaleOf(BagMode mode, std::size_t count) {
  return mode == BagMode::kMean && count > 0 ? 1 / static_cast<Real>(count) : Real{1};
}

/// For each place its bag, and for each bag how many of its ids count.
struct BagOfPlace {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  BagOfPlace(const BagLayout& layout, std::optional<RowId> padding)
      : bag(layout.rows.size(), kNone), counts(layout.bags()) {
    for (std::size_t b = 0; b < layout.bags(); ++b) {
      for (std::uint32_t at = layout.starts[b]; at < layout.starts[b + 1]; ++at) {
        if (RowId{layout.rows[at]} == padding) continue;
        bag[at] = static_cast<std::uint32_t>(b);
        ++counts[b];
      }
    }
  }

  std::vector<std::uint32_t> bag;  ///< kNone: padding, or an id behind the last bag
  std::vector<std::uint32_t> counts;
};

Occurrences GroupUsed(const BagLayout& layout, const BagOfPlace& of_place) {
  std::vector<RowAtPlace> used;
  used.reserve(layout.rows.size());
  for (std::size_t place = 0; place < layout.rows.size(); ++place) {
    if (of_place.bag[place] != BagOfPlace::kNone)
      used.push_back(AtPlace(layout.rows[place], place));
  }
  return GroupByRow(std::move(used));
}

/// Each number of a maximum gives its gradient to the row that it came from.
template <class Real>
void SumWon(Occurrences used, const BagOfPlace& of_place, std::span<const Real> grad,
            std::span<const std::uint32_t> winners, std::size_t columns, const Execution& execution,
            SparseGrad<Real>& out) {
  out.Reset(std::move(used.rows), columns);
  const auto& kernels = kernels::KernelsFor<Real>(execution.target);
  ForChunks(
      execution.threads, out.size(), RowsOfChunk<Real>(columns),
      [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          const std::span<Real> sum = out.MutableRow(i);
          std::ranges::fill(sum, Real{0});
          for (const std::uint32_t place : used.PlacesOf(i)) {
            const std::size_t at = of_place.bag[place] * columns;
            kernels.add_won({grad.data() + at, winners.data() + at, place, columns}, sum.data());
          }
        }
      });
}

/// <gradient of the bag, row> for each id.
template <class Real>
void WeightGradients(const BagLayout& layout, const BagOfPlace& of_place,
                     const BasicMatrix<Real>& weight, std::span<const Real> grad,
                     const Execution& execution, std::span<Real> out) {
  const std::size_t columns = weight.columns();
  const auto& kernels = kernels::KernelsFor<Real>(execution.target);
  ForChunks(execution.threads, out.size(), RowsOfChunk<Real>(columns),
            [&](std::size_t begin, std::size_t end) {
              for (std::size_t place = begin; place < end; ++place) {
                out[place] = 0;
                if (of_place.bag[place] == BagOfPlace::kNone) continue;
                kernels.dot_block({.queries = grad.data() + of_place.bag[place] * columns,
                                   .query_count = 1,
                                   .query_stride = columns,
                                   .rows = KernelRow(weight, layout.rows[place]),
                                   .row_count = 1,
                                   .row_stride = columns,
                                   .columns = columns,
                                   .out = &out[place],
                                   .out_stride = 1});
              }
            });
}

void CheckMode(const BagSettings& settings) {
  if (settings.mode == BagMode::kMax && settings.scale_grad_by_freq) {
    throw Error(ErrorKind::kSettings,
                "mode max gives a gradient to one id alone: leave out scale_grad_by_freq");
  }
}

template <class Real>
BagCuts CutsOf(const Bags<Real>& bags, const BagSettings& settings) {
  return {bags.ids, bags.offsets, bags.width, bags.empty_bags, settings.include_last_offset};
}

template <class Real>
BagLayout Checked(const Bags<Real>& bags, const BagSettings& settings, std::size_t rows) {
  if (!bags.weights.empty()) {
    if (settings.mode != BagMode::kSum) {
      throw Error(ErrorKind::kSettings, "weights of ids are for mode sum alone");
    }
    RequireSize("the list of weights", bags.weights.size(), Size(bags.ids));
  }
  return CheckedBags(CutsOf(bags, settings), rows);
}

}  // namespace

template <class Real>
EmbeddingBag<Real>::EmbeddingBag(Embedding<Real> table, const BagSettings& settings,
                                 const Execution& execution)
    : table_(std::move(table)), settings_(settings), execution_(execution) {
  CheckMode(settings);
}

template <class Real>
EmbeddingBag<Real>::EmbeddingBag(std::size_t rows, std::size_t columns, const BagSettings& settings,
                                 std::uint64_t seed, const Execution& execution)
    : EmbeddingBag((CheckMode(settings), Embedding<Real>(rows, columns, settings, seed, execution)),
                   settings, execution) {}

template <class Real>
EmbeddingBag<Real> EmbeddingBag<Real>::FromPretrained(BasicMatrix<Real> weight, bool freeze,
                                                      const BagSettings& settings,
                                                      const Execution& execution) {
  return {Embedding<Real>::FromPretrained(std::move(weight), freeze, settings, execution), settings,
          execution};
}

template <class Real>
std::size_t EmbeddingBag<Real>::Count(const Bags<Real>& bags) const {
  return BagStarts(CutsOf(bags, settings_)).size() - 1;
}

template <class Real>
void EmbeddingBag<Real>::Forward(const Bags<Real>& bags, std::span<Real> out, Winners* winners) {
  const BagLayout layout = Checked(bags, settings_, rows());
  RequireSize("the output", out.size(), layout.bags() * columns());
  if (settings_.max_norm) Renormalize<Real>(weight(), layout.rows, settings_, execution_);
  const auto& kernels = kernels::KernelsFor<Real>(execution_.target);
  const bool max = settings_.mode == BagMode::kMax;
  Winners unwanted;
  Winners& won = winners == nullptr ? unwanted : *winners;
  if (max) won.assign(out.size(), kNoWinner);
  const auto reduce = [&](std::size_t bag, const BagUse<Real>& use) {
    Real* const to = out.data() + bag * columns();
    if (max && use.count > 0) {
      kernels.maximum({use.rows, use.places, use.count, columns()}, to,
                      won.data() + bag * columns());
      return;
    }
    kernels.gather({.rows = use.rows,
                    .count = use.count,
                    .columns = columns(),
                    .scale = ScaleOf<Real>(settings_.mode, use.count),
                    .weights = use.weights,
                    .ahead = use.ahead},
                   to);
  };
  ForBags<Real>(layout, weight(), padding_row(), bags.weights, execution_, reduce);
}

template <class Real>
BasicMatrix<Real> EmbeddingBag<Real>::Forward(const Bags<Real>& bags, Winners* winners) {
  BasicMatrix<Real> out(Count(bags), columns(), RowLayout::kDense);
  Forward(bags, {out.MutableRowData(RowId{0}), out.rows() * columns()}, winners);
  return out;
}

template <class Real>
void EmbeddingBag<Real>::Backward(const Bags<Real>& bags, std::span<const Real> grad,
                                  SparseGrad<Real>& out, const Winners* winners,
                                  std::span<Real> weights_grad) const {
  const BagLayout layout = Checked(bags, settings_, rows());
  RequireSize("the gradient", grad.size(), layout.bags() * columns());
  if (!weights_grad.empty()) {
    RequireSize("the gradient of the weights", weights_grad.size(), bags.weights.size());
  }
  const bool max = settings_.mode == BagMode::kMax;
  if (max)
    RequireSize("the list of winners", winners == nullptr ? 0 : winners->size(), grad.size());

  const BagOfPlace of_place(layout, padding_row());
  Occurrences used = frozen() ? GroupByRow({}) : GroupUsed(layout, of_place);
  if (!weights_grad.empty()) {
    WeightGradients(layout, of_place, weight(), grad, execution_, weights_grad);
  }
  if (max) {
    return SumWon<Real>(std::move(used), of_place, grad, *winners, columns(), execution_, out);
  }
  const auto of = [&](std::uint32_t place) {
    const std::uint32_t bag = of_place.bag[place];
    const Real weight = bags.weights.empty() ? Real{1} : bags.weights[place];
    return Contribution<Real>{grad.data() + bag * columns(),
                              weight * ScaleOf<Real>(settings_.mode, of_place.counts[bag])};
  };
  SumContributions<true>(std::move(used), columns(), settings_.scale_grad_by_freq, execution_, of,
                         out);
}

template class EmbeddingBag<float>;
template class EmbeddingBag<double>;

}  // namespace firth::nn
