#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>

#include "base/run_on_threads.h"
#include "firth/index.h"
#include "index/best_rows.h"
#include "kernels/kernels.h"

namespace firth {
namespace {

/// So many queries meet a tile of rows together.
constexpr std::size_t kBatchQueries = 128;
/// Rows of a tile when it is read once, by a few queries.
constexpr std::size_t kStreamedRows = 512;
/// From so many queries on, a tile is copied to fit the first-level cache and to have no tails.
constexpr std::size_t kCopyFrom = 16;
constexpr std::size_t kCopiedBytes = 24 << 10;
/// A thread that shares the rows with others has at least so many: to start it takes time, too.
constexpr std::size_t kShareRows = 16 << 10;

/// 1 / length, summed in double so that neither large nor many numbers spoil it; 0 where there is
/// no direction.
float InverseLength(std::span<const float> row) {
  double sum = 0;
  for (const float x : row) sum += double{x} * double{x};
  const auto inverse = static_cast<float>(1 / std::sqrt(sum));
  return std::isfinite(inverse) ? inverse : 0.0F;
}

void ScaleInto(std::span<const float> row, std::span<float> out) {
  const float inverse = InverseLength(row);
  if (inverse == 0.0F) {
    std::ranges::fill(out, 0.0F);
    return;
  }
  std::ranges::transform(row, out.begin(), [inverse](float x) { return x * inverse; });
}

RowId Row(std::size_t row) { return RowId{static_cast<std::uint32_t>(row)}; }

MatrixView Rows(MatrixView matrix, std::size_t first, std::size_t count) {
  return {matrix.data + first * matrix.stride, count, matrix.columns, matrix.stride};
}

/// out[q * rows.rows + r] = query q . row r
void Dots(const kernels::Kernels<float>& kernels, MatrixView queries, MatrixView rows, float* out,
          std::size_t out_stride) {
  kernels.dot_block({.queries = queries.data,
                     .query_count = queries.rows,
                     .query_stride = queries.stride,
                     .rows = rows.data,
                     .row_count = rows.rows,
                     .row_stride = rows.stride,
                     .columns = rows.columns,
                     .out = out,
                     .out_stride = out_stride});
}

/// Rows begin ... end - 1.
struct RowRange {
  std::size_t begin;
  std::size_t end;
};

/// Share `share` of `shares` of all rows, in whole tiles: the tiles are the same for any number.
RowRange ShareOf(std::size_t rows, std::size_t share, std::size_t shares) {
  const std::size_t tiles = (rows + kStreamedRows - 1) / kStreamedRows;
  const auto begin = [&](std::size_t which) {
    return std::min(rows, tiles * which / shares * kStreamedRows);
  };
  return {begin(share), begin(share + 1)};
}

/// How many shares of the rows there are, so that all threads have something to do when there are
/// few queries.
std::size_t Shares(std::size_t rows, std::size_t queries, unsigned threads) {
  if (queries >= kCopyFrom || threads < 2) return 1;
  return std::clamp<std::size_t>(rows / kShareRows, 1, threads);
}

/// Answers batches of queries against rows, tile by tile. One a thread: it owns the scratch.
class BatchSearch {
 public:
  BatchSearch(MatrixView matrix, std::span<const float> scales,
              const kernels::Kernels<float>& table, std::size_t queries)
      : matrix_(matrix),
        scales_(scales),
        kernels_(table),
        units_(std::min(kBatchQueries, queries), matrix.columns),
        tile_(units_.rows() < kCopyFrom ? 0 : CopiedRows(units_.stride()), matrix.columns),
        tile_rows_(tile_.rows() == 0 ? kStreamedRows : tile_.rows()),
        dots_(units_.rows() * tile_rows_) {}

  /// Answers queries first, first + 1, ... of `queries`, at most kBatchQueries of them, by some of
  /// the rows.
  void Answer(MatrixView queries, std::size_t first, RowRange rows, std::size_t k,
              std::span<const std::vector<RowId>> exclude,
              std::span<std::vector<Neighbor>> answers) {
    const std::size_t count = std::min(units_.rows(), queries.rows - first);
    const auto excluded = [&](std::size_t q) {
      return exclude.empty() ? std::span<const RowId>{} : std::span(exclude[first + q]);
    };
    std::vector<index::BestRows> best;
    for (std::size_t q = 0; q < count; ++q) {
      ScaleInto(queries.Row(Row(first + q)), units_.MutableRow(Row(q)));
      best.emplace_back(std::min(k, scales_.size()) + excluded(q).size());
    }
    Scan(best, rows);
    for (std::size_t q = 0; q < count; ++q) {
      answers[first + q] = best[q].Take(k, excluded(q));
    }
  }

 private:
  /// A multiple of four, which is what the kernel likes.
  static std::size_t CopiedRows(std::size_t stride) {
    return std::clamp<std::size_t>(kCopiedBytes / (stride * sizeof(float)) / 4 * 4, 4, 512);
  }

  void Scan(std::span<index::BestRows> best, RowRange rows) {
    MatrixView units = units_.view();
    units.rows = best.size();
    for (std::size_t row = rows.begin; row < rows.end; row += tile_rows_) {
      const MatrixView tile = Tile(row, std::min(tile_rows_, rows.end - row));
      units.columns = tile.columns;
      Dots(kernels_, units, tile, dots_.data(), tile_rows_);
      for (std::size_t q = 0; q < best.size(); ++q) {
        best[q].Offer(Row(row), {&dots_[q * tile_rows_], tile.rows},
                      scales_.subspan(row, tile.rows));
      }
    }
  }

  /// Rows first ... first + count - 1: the matrix's own, or a copy whose padding, zeros, counts as
  /// columns, so that the kernel has no tails.
  MatrixView Tile(std::size_t first, std::size_t count) {
    const MatrixView rows = Rows(matrix_, first, count);
    if (tile_.rows() == 0) return rows;
    for (std::size_t i = 0; i < count; ++i) {
      std::ranges::copy(rows.Row(Row(i)), tile_.MutableRowData(Row(i)));
    }
    return {tile_.view().data, count, tile_.stride(), tile_.stride()};
  }

  MatrixView matrix_;
  std::span<const float> scales_;
  const kernels::Kernels<float>& kernels_;
  Matrix units_;
  Matrix tile_;  // no rows: the matrix is read in place
  std::size_t tile_rows_;
  std::vector<float> dots_;
};

/// Leaves the `k` best of both in `best`; `others` are of higher rows. Both are sorted.
void AddBest(std::vector<Neighbor>& best, std::span<const Neighbor> others, std::size_t k) {
  const auto middle = static_cast<std::ptrdiff_t>(best.size());
  best.insert(best.end(), others.begin(), others.end());
  std::ranges::inplace_merge(best, best.begin() + middle, std::ranges::greater{}, &Neighbor::score);
  if (best.size() > k) best.resize(k);
}

}  // namespace

ExactIndex::ExactIndex(MatrixView matrix, std::size_t rows, CpuTarget target)
    : matrix_(matrix), target_(target) {
  if (rows != 0) matrix_.rows = std::min(rows, matrix_.rows);
  inverse_lengths_.reserve(matrix_.rows);
  for (std::size_t row = 0; row < matrix_.rows; ++row) {
    inverse_lengths_.push_back(InverseLength(matrix_.Row(Row(row))));
  }
}

void ExactIndex::Hide(RowId row) {
  // No comparison with NaN holds, so the search needs no test of its own.
  inverse_lengths_[Index(row)] = std::numeric_limits<float>::quiet_NaN();
}

void ExactIndex::UnitRow(RowId row, std::span<float> out) const {
  ScaleInto(matrix_.Row(row), out);
}

void ExactIndex::Scores(MatrixView queries, std::span<float> scores) const {
  const auto& kernels = kernels::KernelsFor<float>(target_);
  MatrixView searched = matrix_;
  searched.rows = rows();
  Dots(kernels, queries, searched, scores.data(), rows());
  for (std::size_t q = 0; q < queries.rows; ++q) {
    const auto of_query = scores.subspan(q * rows(), rows());
    std::ranges::transform(of_query, inverse_lengths_, of_query.begin(), std::multiplies<>{});
  }
}

std::vector<Neighbor> ExactIndex::Search(std::span<const float> query, std::size_t k,
                                         std::span<const RowId> exclude) const {
  const std::vector<std::vector<RowId>> excluded = {{exclude.begin(), exclude.end()}};
  const MatrixView queries = {query.data(), 1, query.size(), query.size()};
  return std::move(SearchAll(queries, k, excluded).front());
}

std::vector<std::vector<Neighbor>> ExactIndex::SearchAll(
    MatrixView queries, std::size_t k, std::span<const std::vector<RowId>> exclude,
    unsigned threads) const {
  const std::size_t batches = (queries.rows + kBatchQueries - 1) / kBatchQueries;
  const std::size_t shares = Shares(rows(), queries.rows, threads);
  const auto& kernels = kernels::KernelsFor<float>(target_);
  // By one share of the rows after the other.
  std::vector<std::vector<std::vector<Neighbor>>> found(
      shares, std::vector<std::vector<Neighbor>>(queries.rows));
  std::atomic<std::size_t> next = 0;
  const std::size_t tasks = batches * shares;
  base::RunOnThreads(static_cast<unsigned>(std::min<std::size_t>(threads, tasks)), [&] {
    BatchSearch search(matrix_, inverse_lengths_, kernels, queries.rows);
    while (true) {
      const std::size_t task = next.fetch_add(1);
      if (task >= tasks) return;
      const std::size_t share = task % shares;
      search.Answer(queries, task / shares * kBatchQueries, ShareOf(rows(), share, shares), k,
                    exclude, found[share]);
    }
  });
  for (std::size_t share = 1; share < shares; ++share) {
    for (std::size_t q = 0; q < queries.rows; ++q) AddBest(found[0][q], found[share][q], k);
  }
  for (auto& answer : found[0]) {
    for (Neighbor& neighbor : answer) {
      neighbor.score = std::clamp(neighbor.score, -1.0F, 1.0F);  // rounding may step past 1
    }
  }
  return std::move(found[0]);
}

}  // namespace firth
