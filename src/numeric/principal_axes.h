/// The directions in which rows differ most.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace firth::numeric {

struct PrincipalAxes {
  std::vector<double> mean;  ///< [columns]
  /// [count, columns], row by row: orthonormal, by falling variance. Each one's largest number in
  /// absolute value is positive, so that no chance decides its sign.
  std::vector<double> axes;
  double share = 0;              ///< of the variance, along these axes: 0 to 1
  std::vector<double> shares{};  ///< along each
};

/// The first `count` eigenvectors of the covariance of `numbers` ([rows, columns], row by row), by
/// Eigen, in double. The same numbers give the same axes. REQUIRES: finite numbers, at least one
/// row, 0 < count <= columns.
PrincipalAxes FindPrincipalAxes(std::span<const float> numbers, std::size_t columns,
                                std::size_t count);

/// The same of the rows as they stand, whose mean is taken for 0: the right singular vectors.
/// `share` is that of the rows' squares.
PrincipalAxes FindSingularAxes(std::span<const float> numbers, std::size_t columns,
                               std::size_t count);

/// What FindPrincipalAxes needs to know of rows, summed part by part: products of 256 rows in
/// float, all else in double. Threads: one at a time.
class Moments {
 public:
  explicit Moments(std::size_t columns);

  /// Rows, row by row. REQUIRES: finite numbers, whole rows.
  void Add(std::span<const float> numbers);
  /// What another has seen. REQUIRES: as many columns.
  void Add(const Moments& other);

  /// REQUIRES: a row was added, 0 < count <= columns.
  PrincipalAxes Axes(std::size_t count) const;

 private:
  std::size_t columns_;
  std::size_t rows_ = 0;
  std::vector<double> sums_;
  std::vector<double> products_;  ///< [columns, columns], the lower half by columns
};

/// out[i] = (row - mean) along axis i. REQUIRES: row has `columns` numbers, out as many as there
/// are axes.
void ProjectOn(const PrincipalAxes& axes, std::span<const float> row, std::span<float> out);

}  // namespace firth::numeric
