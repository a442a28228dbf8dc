/// Gradients beside finite differences, for tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "firth/matrix.h"

namespace firth::models {

/// The derivative of loss() by the number `at`, by central differences; `at` is as it was after.
template <class LossFunction>
double Slope(double& at, const LossFunction& loss) {
  constexpr double kStep = 1e-5;
  const double before = at;
  at = before + kStep;
  const double above = loss();
  at = before - kStep;
  const double below = loss();
  at = before;
  return (above - below) / (2 * kStep);
}

/// Expects that each number of `from` stands in `to` less rate times the derivative of loss(),
/// which depends on `from`. Returns how many have a derivative.
template <class LossFunction>
std::size_t ExpectDescent(BasicMatrix<double>& from, const BasicMatrix<double>& to, double rate,
                          const LossFunction& loss) {
  std::size_t touched = 0;
  for (std::uint32_t i = 0; i < from.rows(); ++i) {
    for (std::size_t c = 0; c < from.columns(); ++c) {
      double& value = from.MutableRow(RowId{i})[c];
      const double slope = Slope(value, loss);
      const double step = (to.Row(RowId{i})[c] - value) / rate;
      EXPECT_NEAR(step, -slope, 1e-6 * std::max(std::abs(slope), 0.1)) << "row " << i;
      touched += slope != 0 ? 1U : 0U;
    }
  }
  return touched;
}

}  // namespace firth::models
