#include "project/pca.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <optional>

#include "base/run_on_threads.h"
#include "firth/index.h"
#include "numeric/principal_axes.h"
#include "numeric/truncated_svd.h"

namespace firth::project {
namespace {

using numeric::Block;

/// Sums over rows are those of so many slices, added in order: no number of threads changes them.
constexpr std::size_t kSlices = 64;
/// Rows of more columns are not multiplied with themselves.
constexpr std::size_t kNarrow = 512;
/// Each slice has a covariance of its own.
constexpr std::size_t kNarrowSlices = 16;
constexpr std::size_t kRowsAtOnce = 256;

/// Calls work(i) for each i below `count`, by threads.
template <class Work>
void ForEach(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next = 0;
  base::RunOnThreads(threads, [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  });
}

/// Rows of length 1 less their mean, which only their products know of.
class CentredRows final : public numeric::Multiplier {
 public:
  CentredRows(MatrixView matrix, unsigned threads)
      : matrix_(matrix), threads_(threads), index_(matrix), mean_(matrix.columns) {
    Block ones(matrix.rows, 1);
    for (std::size_t row = 0; row < matrix.rows; ++row) ones.Row(row)[0] = 1;
    Block sums(matrix.columns, 1);
    MultiplyTransposed(ones, sums);
    for (std::size_t c = 0; c < mean_.size(); ++c) {
      mean_[c] = sums.Row(c)[0] / static_cast<float>(matrix.rows);
    }
  }

  std::size_t rows() const override { return matrix_.rows; }
  std::size_t columns() const override { return matrix_.columns; }

  void Multiply(const Block& x, Block& y) const override {
    std::vector<float> of_mean(x.stride());
    for (std::size_t c = 0; c < columns(); ++c) AddTimes(mean_[c], x, c, of_mean.data());
    ForEachSlice([&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        float* out = y.Row(row);
        std::ranges::transform(of_mean, out, std::negate<>{});
        ForEachNumber(row, [&](std::size_t c, float number) { AddTimes(number, x, c, out); });
      }
    });
  }

  void MultiplyTransposed(const Block& x, Block& y) const override {
    std::vector<Block> sums(kSlices);
    std::vector<Block> ones(kSlices);  // the sum of x's rows, which the mean meets
    ForEachSlice([&](std::size_t slice, std::size_t begin, std::size_t end) {
      sums[slice] = Block(columns(), x.columns());
      ones[slice] = Block(1, x.columns());
      for (std::size_t row = begin; row < end; ++row) {
        AddTimes(1, x, row, ones[slice].Row(0));
        ForEachNumber(row, [&](std::size_t c, float number) {
          AddTimes(number, x, row, sums[slice].Row(c));
        });
      }
    });
    std::fill_n(y.Data(), columns() * y.stride(), 0.0F);
    for (std::size_t slice = 0; slice < kSlices; ++slice) {
      for (std::size_t c = 0; c < columns(); ++c) {
        AddTimes(1, sums[slice], c, y.Row(c));
        AddTimes(-mean_[c], ones[slice], 0, y.Row(c));
      }
    }
  }

  /// The sum of all squares.
  double Variance() const {
    double square = 0;
    for (const float x : mean_) square += double{x} * double{x};
    const auto directed =
        std::ranges::count_if(index_.inverse_lengths(), [](float scale) { return scale != 0; });
    return static_cast<double>(directed) - square * static_cast<double>(rows());
  }

 private:
  /// out += number * row `row` of x, padding included.
  static void AddTimes(float number, const Block& x, std::size_t row, float* out) {
    const float* numbers = x.Data() + row * x.stride();
    for (std::size_t i = 0; i < x.stride(); ++i) out[i] += number * numbers[i];
  }

  /// work(c, number) for each number of a row of length 1; none for one without a direction.
  template <class Work>
  void ForEachNumber(std::size_t row, const Work& work) const {
    const float scale = index_.inverse_lengths()[row];
    if (scale == 0) return;
    const float* numbers = matrix_.RowData(RowId{static_cast<std::uint32_t>(row)});
    for (std::size_t c = 0; c < columns(); ++c) work(c, scale * numbers[c]);
  }

  template <class Work>
  void ForEachSlice(const Work& work) const {
    ForEach(kSlices, threads_, [&](std::size_t slice) {
      work(slice, rows() * slice / kSlices, rows() * (slice + 1) / kSlices);
    });
  }

  MatrixView matrix_;
  unsigned threads_;
  ExactIndex index_;  ///< knows the lengths
  std::vector<float> mean_;
};

float Sign(const Block& directions, std::size_t axis) {
  float largest = 0;
  for (std::size_t c = 0; c < directions.rows(); ++c) {
    const float number = directions.Row(c)[axis];
    if (std::abs(number) > std::abs(largest)) largest = number;
  }
  return largest < 0 ? -1.0F : 1.0F;
}

/// Of wide rows.
Projection BySingularValues(MatrixView rows, const ProjectionSettings& settings,
                            const ProjectionObserver& observer) {
  Projection result;
  const CentredRows matrix(rows, settings.threads);
  numeric::SvdSettings svd_settings;
  svd_settings.rank = std::min<std::size_t>({2, rows.rows, rows.columns});
  svd_settings.seed = settings.seed;
  unsigned passes = 0;
  const auto go_on = [&] {
    ++passes;
    if (observer.progress) {
      observer.progress("directions", static_cast<double>(passes) / SvdPasses(svd_settings));
    }
    return !observer.stop.stop_requested();
  };
  const auto svd = numeric::TruncateSvd(matrix, svd_settings, go_on);
  if (!svd) return result;
  result.points.resize(rows.rows);
  const double variance = matrix.Variance();
  for (std::size_t axis = 0; axis < svd_settings.rank; ++axis) {
    const float scale = Sign(svd->right, axis) * svd->values[axis];
    float PlanePoint::*coordinate = axis == 0 ? &PlanePoint::x : &PlanePoint::y;
    for (std::size_t row = 0; row < rows.rows; ++row) {
      result.points[row].*coordinate = scale * svd->left.Row(row)[axis];
    }
    const double square = double{svd->values[axis]} * double{svd->values[axis]};
    result.shares[axis] = variance > 0 ? std::min(square / variance, 1.0) : 0;
  }
  return result;
}

/// Narrow rows: their covariance is small, and one pass is enough for it.
class NarrowRows {
 public:
  NarrowRows(MatrixView matrix, unsigned threads)
      : matrix_(matrix), threads_(threads), index_(matrix) {}

  numeric::PrincipalAxes Axes(std::size_t count) const {
    std::vector<numeric::Moments> moments(kNarrowSlices, numeric::Moments(matrix_.columns));
    ForEach(kNarrowSlices, threads_, [&](std::size_t slice) {
      std::vector<float> some;
      const std::size_t end = matrix_.rows * (slice + 1) / kNarrowSlices;
      for (std::size_t row = matrix_.rows * slice / kNarrowSlices; row < end; ++row) {
        some.resize(some.size() + matrix_.columns);
        Unit(row, std::span(some).last(matrix_.columns));
        if (some.size() < kRowsAtOnce * matrix_.columns && row + 1 < end) continue;
        moments[slice].Add(some);
        some.clear();
      }
    });
    for (std::size_t slice = 1; slice < kNarrowSlices; ++slice) moments[0].Add(moments[slice]);
    return moments[0].Axes(count);
  }

  std::vector<PlanePoint> On(const numeric::PrincipalAxes& axes) const {
    std::vector<PlanePoint> points(matrix_.rows);
    ForEach(kSlices, threads_, [&](std::size_t slice) {
      std::vector<float> unit(matrix_.columns);
      std::array<float, 2> place = {};
      const std::span<float> seen(place.data(), axes.axes.size() / matrix_.columns);
      const std::size_t end = matrix_.rows * (slice + 1) / kSlices;
      for (std::size_t row = matrix_.rows * slice / kSlices; row < end; ++row) {
        Unit(row, unit);
        numeric::ProjectOn(axes, unit, seen);
        points[row] = {place[0], place[1]};
      }
    });
    return points;
  }

 private:
  void Unit(std::size_t row, std::span<float> out) const {
    index_.UnitRow(RowId{static_cast<std::uint32_t>(row)}, out);
  }

  MatrixView matrix_;
  unsigned threads_;
  ExactIndex index_;
};

Projection ByCovariance(MatrixView rows, const ProjectionSettings& settings,
                        const ProjectionObserver& observer) {
  const auto tell = [&observer](double share) {
    if (observer.progress) observer.progress("directions", share);
    return !observer.stop.stop_requested();
  };
  if (!tell(0)) return {};
  const NarrowRows narrow(rows, settings.threads);
  const auto axes = narrow.Axes(std::min<std::size_t>(2, rows.columns));
  if (!tell(0.8)) return {};
  Projection result = {.points = narrow.On(axes)};
  std::ranges::copy(axes.shares, result.shares.begin());
  if (!tell(1)) return {};
  return result;
}

}  // namespace

Projection Pca(MatrixView rows, const ProjectionSettings& settings,
               const ProjectionObserver& observer) {
  return rows.columns <= kNarrow ? ByCovariance(rows, settings, observer)
                                 : BySingularValues(rows, settings, observer);
}

}  // namespace firth::project
