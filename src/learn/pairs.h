/// One input row against output rows, by the kernels that train.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "kernels/kernels.h"

namespace firth::learn {

/// Computes in double by the plain kernels: the numbers are the same on every machine. Rows are
/// padded and outlive it. Not thread-safe.
class Pairs {
 public:
  /// `targets`: whether the answer to each of `outputs` is yes. REQUIRES: as many of both.
  Pairs(double* input, std::vector<double*> outputs, const std::vector<bool>& targets,
        std::size_t columns);

  /// One a pair. Valid until the next call.
  std::span<const double> Scores();
  /// Takes the scores as they stand. Returns the loss; the coefficients, rate x (target -
  /// probability), take their place.
  double Coefficients(double rate);
  double coefficient(std::size_t i) const { return scratch_[i]; }
  /// Takes the coefficients as they stand and moves all rows.
  void Update();

 private:
  kernels::StepPlan<double> Plan() const;

  const kernels::Kernels<double>& kernels_;
  double* inputs_;
  std::vector<double*> outputs_;
  std::size_t columns_;
  std::vector<double> labels_;
  std::vector<double> scratch_;
};

double Sigmoid(double score);

}  // namespace firth::learn
