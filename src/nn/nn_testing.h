/// What the tests of the layers share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "firth/error.h"
#include "firth/nn.h"

namespace firth::nn {

template <class Real>
std::vector<Real> RandomNumbers(std::size_t count, std::uint64_t seed) {
  base::SplitMix64 random(seed);
  std::vector<Real> numbers(count);
  for (Real& x : numbers) x = 2 * Real{random.UnitFloat()} - 1;
  return numbers;
}

/// Ids below `limit`, the low ones more often.
inline std::vector<std::int64_t> RandomIds(std::size_t count, std::uint32_t limit,
                                           std::uint64_t seed) {
  base::SplitMix64 random(seed);
  std::vector<std::int64_t> ids(count);
  for (auto& id : ids) id = random.Below(1 + random.Below(limit));
  return ids;
}

template <class Real>
BasicMatrix<Real> MatrixOf(std::size_t rows, std::size_t columns, std::span<const Real> numbers) {
  BasicMatrix<Real> matrix(rows, columns);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    matrix.MutableRow(RowId{static_cast<std::uint32_t>(i / columns)})[i % columns] = numbers[i];
  }
  return matrix;
}

template <class Real>
std::vector<Real> Numbers(const BasicMatrix<Real>& matrix) {
  std::vector<Real> numbers;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    const auto row = matrix.Row(RowId{i});
    numbers.insert(numbers.end(), row.begin(), row.end());
  }
  return numbers;
}

template <class Real>
std::vector<Real> Dense(const SparseGrad<Real>& grad, std::size_t rows, std::size_t columns) {
  std::vector<Real> dense(rows * columns, 9);
  grad.ToDense(dense);
  return dense;
}

/// sum of weight_i * x_i: a loss whose gradient by x is `weights`.
inline double Weighted(std::span<const double> x, std::span<const double> weights) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * weights[i];
  return sum;
}

/// Holds `gradient` to the central difference of loss() by each number of `parameter`.
template <class Loss>
void ExpectGradient(std::span<double> parameter, std::span<const double> gradient,
                    const Loss& loss) {
  constexpr double kStep = 1e-5;
  ASSERT_EQ(parameter.size(), gradient.size());
  for (std::size_t i = 0; i < parameter.size(); ++i) {
    const double before = parameter[i];
    parameter[i] = before + kStep;
    const double above = loss();
    parameter[i] = before - kStep;
    const double below = loss();
    parameter[i] = before;
    EXPECT_NEAR(gradient[i], (above - below) / (2 * kStep), 1e-8) << "number " << i;
  }
}

/// The same for all numbers of a matrix, against a gradient without gaps.
template <class Loss>
void ExpectMatrixGradient(BasicMatrix<double>& parameter, std::span<const double> gradient,
                          const Loss& loss) {
  const std::size_t columns = parameter.columns();
  for (std::uint32_t row = 0; row < parameter.rows(); ++row) {
    ExpectGradient(parameter.MutableRow(RowId{row}), gradient.subspan(row * columns, columns),
                   loss);
  }
}

template <class Real>
void ExpectNear(const std::vector<Real>& got, const std::vector<double>& wanted,
                double tolerance = 1e-14) {
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(got[i]), wanted[i], tolerance) << "number " << i;
  }
}

/// The message of the firth::Error that `work` throws; empty when it throws none.
template <class Work>
std::string ErrorOf(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace firth::nn
