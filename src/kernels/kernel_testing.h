/// What the kernel tests share: rows of random numbers, padded as in training.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "firth/cpu_target.h"
#include "firth/matrix.h"

namespace firth::kernels {

inline std::string TestName(const testing::TestParamInfo<CpuTarget>& test) {
  return std::string(CpuTargetName(test.param));
}

/// In [-2, 2).
inline std::vector<float> Numbers(std::size_t count, std::uint64_t seed) {
  base::SplitMix64 random(seed);
  std::vector<float> numbers(count);
  for (float& number : numbers) number = 4 * random.UnitFloat() - 2;
  return numbers;
}

/// `rows` x `columns` numbers in [-1, 1), rows padded.
template <class Real>
BasicMatrix<Real> RandomMatrix(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  BasicMatrix<Real> matrix(rows, columns);
  base::SplitMix64 random(seed);
  for (std::uint32_t i = 0; i < rows; ++i) {
    for (Real& value : matrix.MutableRow(RowId{i})) value = 2 * Real{random.UnitFloat()} - 1;
  }
  return matrix;
}

/// Padding and all, off by `tolerance` of 1 and the number at most.
inline void ExpectRowsNear(const Matrix& got, const Matrix& expected, double tolerance) {
  for (std::uint32_t i = 0; i < expected.rows(); ++i) {
    for (std::size_t c = 0; c < expected.stride(); ++c) {
      const float want = expected.view().RowData(RowId{i})[c];
      ASSERT_NEAR(got.view().RowData(RowId{i})[c], want, tolerance * (1 + std::abs(want)))
          << "row " << i << ", column " << c;
    }
  }
}

template <class Real>
std::vector<Real*> RowPointers(BasicMatrix<Real>& matrix) {
  std::vector<Real*> rows;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) rows.push_back(matrix.MutableRowData(RowId{i}));
  return rows;
}

}  // namespace firth::kernels
