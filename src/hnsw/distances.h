/// How far rows are from a query and from each other: the smaller the nearer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <vector>

#include "firth/hnsw.h"
#include "hnsw/graph.h"
#include "kernels/kernels.h"
#include "kernels/prefetch.h"

namespace firth::hnsw {

/// Dot products of a query with rows become distances, in place: minus the cosine, minus the dot
/// product, or the squared distance. `query_term` and `term_of(i)`, of row i, are as Distances has
/// them.
template <class TermOf>
void BecomeDistances(Metric metric, float query_term, const TermOf& term_of,
                     std::span<float> dots) {
  switch (metric) {
    case Metric::kCosine:
      for (std::size_t i = 0; i < dots.size(); ++i) dots[i] *= -query_term * term_of(i);
      return;
    case Metric::kDot:
      for (float& dot : dots) dot = -dot;
      return;
    case Metric::kL2:
      for (std::size_t i = 0; i < dots.size(); ++i) {
        dots[i] = query_term + term_of(i) - 2 * dots[i];
      }
      return;
  }
}

/// Numbers of a row that are fetched ahead; of longer ones the processor itself fetches the rest.
inline constexpr std::size_t kAhead = 256;

/// The matrix must outlive it. Threads: safe.
class Distances {
 public:
  /// A vector that is compared with rows.
  struct Query {
    const float* borrowed = nullptr;
    float term = 0;            ///< cosine: one over its length; L2: its square
    std::vector<float> own{};  ///< of length 1, where products of the borrowed ones would vanish

    const float* numbers() const { return own.empty() ? borrowed : own.data(); }
  };

  /// Throws Error(kInput) when a row's length is beyond 9e18: products of such rows are not finite.
  Distances(MatrixView rows, Metric metric, const kernels::Kernels<float>& kernels);

  /// Throws as the constructor does. REQUIRES: as many numbers as a row has; they outlive the
  /// result.
  Query Of(std::span<const float> numbers) const;
  Query OfRow(Row row) const;

  /// distances[i] = that of rows[i]. REQUIRES: distances.size() == rows.size().
  void Between(const Query& query, std::span<const Row> rows, std::span<float> distances) const;
  float Between(const Query& query, Row row) const {
    float distance = 0;
    Between(query, {&row, 1}, {&distance, 1});
    return distance;
  }
  /// Those of all rows from `first` on, faster than by their numbers.
  void BetweenAll(const Query& query, Row first, std::span<float> distances) const;

  void Prefetch(Row row) const {
    kernels::PrefetchRow(rows_.RowData(RowId{row}), std::min(rows_.columns, kAhead));
    kernels::PrefetchLine(rows_.RowData(RowId{row}) + rows_.columns - 1);
    kernels::PrefetchLine(&terms_[row]);
  }

  /// As a search shows it.
  float Score(float distance) const;

  MatrixView rows() const { return rows_; }
  Metric metric() const { return metric_; }
  const kernels::Kernels<float>& kernels() const { return kernels_; }
  /// Of rows: cosine: one over the length, 0 where that is 0 or tiny; L2: its square; dot: 0.
  std::span<const float> terms() const { return terms_; }
  /// The square of a vector's length. Throws as the constructor does.
  static double SquareOf(std::span<const float> numbers);

 private:
  /// Cosines of rows whose products would vanish in float32, computed from what stands for them.
  void CorrectTiny(const Query& query, std::span<const Row> rows, std::span<float> distances) const;
  float TermOf(double square) const;

  MatrixView rows_;
  Metric metric_;
  const kernels::Kernels<float>& kernels_;
  std::vector<float> terms_;
  std::map<Row, std::vector<float>> tiny_;  ///< those rows at length 1; for cosines alone
};

}  // namespace firth::hnsw
