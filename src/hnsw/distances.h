/// How far rows are from a query and from each other: the smaller the nearer.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "firth/hnsw.h"
#include "hnsw/graph.h"
#include "kernels/kernels.h"

namespace firth::hnsw {

/// A vector that is compared with rows.
struct Query {
  const float* numbers;
  float term;  ///< cosine: one over its length; L2: its square
};

/// The matrix must outlive it. Threads: safe.
class Distances {
 public:
  /// Throws Error(kInput) when a row's length is beyond 9e18: products of such rows are not finite.
  Distances(MatrixView rows, Metric metric, const kernels::Kernels<float>& kernels);

  /// Throws as the constructor does. REQUIRES: as many numbers as a row has; they outlive the
  /// result.
  Query Of(std::span<const float> numbers) const { return {numbers.data(), TermOf(numbers)}; }
  Query OfRow(Row row) const { return {rows_.RowData(RowId{row}), terms_[row]}; }

  /// Minus the cosine, minus the dot product, or the squared distance.
  float Between(const Query& query, Row row) const {
    const float dot = Dot(query.numbers, rows_.RowData(RowId{row}));
    switch (metric_) {
      case Metric::kCosine:
        return -dot * query.term * terms_[row];
      case Metric::kDot:
        return -dot;
      case Metric::kL2:
        return query.term + terms_[row] - 2 * dot;
    }
    return 0;
  }

  void Prefetch(Row row) const {
    const auto* const bytes = reinterpret_cast<const char*>(rows_.RowData(RowId{row}));
    __builtin_prefetch(bytes);
    __builtin_prefetch(bytes + 64);
  }

  /// As a search shows it.
  float Score(float distance) const {
    return metric_ == Metric::kL2 ? -std::sqrt(std::max(distance, 0.0F)) : -distance;
  }

 private:
  float Dot(const float* a, const float* b) const;
  float TermOf(std::span<const float> numbers) const;

  MatrixView rows_;
  Metric metric_;
  const kernels::Kernels<float>& kernels_;
  std::vector<float> terms_;  ///< of the rows
};

}  // namespace firth::hnsw
