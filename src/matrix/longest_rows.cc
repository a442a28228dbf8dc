#include "matrix/longest_rows.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace firth::matrix {
namespace {

double Square(std::span<const float> row) {
  return std::transform_reduce(row.begin(), row.end(), 0.0, std::plus<>(),
                               [](float x) { return double{x} * double{x}; });
}

}  // namespace

std::vector<std::uint32_t> LongestRows(const Matrix& rows, std::size_t count,
                                       std::optional<std::uint32_t> always) {
  std::vector<double> squares(rows.rows());
  for (std::uint32_t i = 0; i < squares.size(); ++i) squares[i] = Square(rows.Row(RowId{i}));
  if (always) squares[*always] = std::numeric_limits<double>::infinity();
  std::vector<std::uint32_t> order(squares.size());
  std::iota(order.begin(), order.end(), 0);
  const auto longer = [&squares](std::uint32_t a, std::uint32_t b) {
    return squares[a] != squares[b] ? squares[a] > squares[b] : a < b;
  };
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                   longer);
  order.resize(count);
  std::ranges::sort(order);
  return order;
}

Matrix KeepRows(const Matrix& from, std::span<const std::uint32_t> rows) {
  Matrix to(rows.size(), from.columns());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(from.Row(RowId{rows[i]}), to.MutableRow(RowId{i}).begin());
  }
  return to;
}

}  // namespace firth::matrix
