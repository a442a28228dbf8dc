#include "hnsw/distances.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "firth/error.h"

namespace firth::hnsw {
namespace {

/// Below that length products of two such vectors are lost in float32.
constexpr double kTinySquare = 1e-30;

bool IsTiny(Metric metric, double square) {
  return metric == Metric::kCosine && square > 0 && square < kTinySquare;
}

std::vector<float> Unit(std::span<const float> numbers, double square) {
  std::vector<float> unit(numbers.size());
  std::ranges::transform(numbers, unit.begin(), [length = std::sqrt(square)](float number) {
    return static_cast<float>(double{number} / length);
  });
  return unit;
}

}  // namespace

Distances::Distances(MatrixView rows, Metric metric, const kernels::Kernels<float>& kernels)
    : rows_(rows), metric_(metric), kernels_(kernels), terms_(rows.rows) {
  for (Row row = 0; row < rows.rows; ++row) {
    const auto numbers = rows.Row(RowId{row});
    const double square = SquareOf(numbers);
    terms_[row] = TermOf(square);
    if (IsTiny(metric, square)) tiny_.emplace(row, Unit(numbers, square));
  }
}

double Distances::SquareOf(std::span<const float> numbers) {
  double square = 0;
  for (const float number : numbers) square += double{number} * double{number};
  // Then no dot product overflows, nor a squared distance, which would have no order.
  if (!(square <= double{std::numeric_limits<float>::max()} / 4)) {
    throw Error(ErrorKind::kInput, "a vector is too long for distances to be compared in float32");
  }
  return square;
}

float Distances::TermOf(double square) const {
  if (metric_ == Metric::kDot || IsTiny(metric_, square)) return 0;
  if (metric_ == Metric::kL2) return static_cast<float>(square);
  return square > 0 ? static_cast<float>(1 / std::sqrt(square)) : 0.0F;
}

Distances::Query Distances::Of(std::span<const float> numbers) const {
  const double square = SquareOf(numbers);
  if (IsTiny(metric_, square)) return {.term = 1, .own = Unit(numbers, square)};
  return {.borrowed = numbers.data(), .term = TermOf(square)};
}

Distances::Query Distances::OfRow(Row row) const {
  if (!tiny_.empty()) {
    const auto found = tiny_.find(row);
    if (found != tiny_.end()) return {.borrowed = found->second.data(), .term = 1};
  }
  return {.borrowed = rows_.RowData(RowId{row}), .term = terms_[row]};
}

void Distances::Between(const Query& query, std::span<const Row> rows,
                        std::span<float> distances) const {
  kernels_.dot_picked({.query = query.numbers(),
                       .rows = rows_.data,
                       .stride = rows_.stride,
                       .columns = rows_.columns,
                       .picked = rows.data(),
                       .count = rows.size(),
                       .out = distances.data()});
  BecomeDistances(
      metric_, query.term, [&](std::size_t i) { return terms_[rows[i]]; }, distances);
  if (!tiny_.empty()) CorrectTiny(query, rows, distances);
}

void Distances::BetweenAll(const Query& query, Row first, std::span<float> distances) const {
  kernels_.dot_block({.queries = query.numbers(),
                      .query_count = 1,
                      .query_stride = rows_.columns,
                      .rows = rows_.RowData(RowId{first}),
                      .row_count = distances.size(),
                      .row_stride = rows_.stride,
                      .columns = rows_.columns,
                      .out = distances.data(),
                      .out_stride = distances.size()});
  BecomeDistances(
      metric_, query.term, [&](std::size_t i) { return terms_[first + i]; }, distances);
  if (tiny_.empty()) return;
  std::vector<Row> rows(distances.size());
  std::iota(rows.begin(), rows.end(), first);
  CorrectTiny(query, rows, distances);
}

void Distances::CorrectTiny(const Query& query, std::span<const Row> rows,
                            std::span<float> distances) const {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto found = tiny_.find(rows[i]);
    if (found == tiny_.end()) continue;
    const std::vector<float>& unit = found->second;
    distances[i] =
        -query.term * std::inner_product(unit.begin(), unit.end(), query.numbers(), 0.0F);
  }
}

float Distances::Score(float distance) const {
  switch (metric_) {
    case Metric::kL2:
      return -std::sqrt(std::max(distance, 0.0F));
    case Metric::kCosine:
      return std::clamp(-distance, -1.0F, 1.0F);  // rounding may step past 1
    default:
      return -distance;
  }
}

}  // namespace firth::hnsw
