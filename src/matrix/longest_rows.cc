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

/// The numbers of rows, and which of two comes first.
class ByLength {
 public:
  ByLength(const Matrix& rows, const RowWorth& worth) : squares_(rows.rows()) {
    for (std::uint32_t i = 0; i < squares_.size(); ++i) {
      squares_[i] = Square(rows.Row(RowId{i})) * (worth.weights.empty() ? 1 : worth.weights[i]);
    }
    if (worth.always) squares_[*worth.always] = std::numeric_limits<double>::infinity();
  }

  std::vector<std::uint32_t> Numbers() const {
    std::vector<std::uint32_t> numbers(squares_.size());
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
  }
  bool operator()(std::uint32_t a, std::uint32_t b) const {
    return squares_[a] != squares_[b] ? squares_[a] > squares_[b] : a < b;
  }

 private:
  std::vector<double> squares_;
};

}  // namespace

std::vector<std::uint32_t> LongestRows(const Matrix& rows, std::size_t count,
                                       const RowWorth& worth) {
  const ByLength longer(rows, worth);
  std::vector<std::uint32_t> order = longer.Numbers();
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                   std::cref(longer));
  order.resize(count);
  std::ranges::sort(order);
  return order;
}

std::vector<std::uint32_t> RowsByLength(const Matrix& rows, const RowWorth& worth) {
  const ByLength longer(rows, worth);
  std::vector<std::uint32_t> order = longer.Numbers();
  std::ranges::sort(order, std::cref(longer));
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
