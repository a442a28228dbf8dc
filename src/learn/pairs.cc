#include "learn/pairs.h"

#include <cmath>
#include <utility>

namespace firth::learn {

Pairs::Pairs(double* input, std::vector<double*> outputs, const std::vector<bool>& targets,
             std::size_t columns)
    : kernels_(kernels::KernelsFor<double>(CpuTarget::kScalar)),
      inputs_(input),
      outputs_(std::move(outputs)),
      columns_(columns),
      labels_(kernels::PaddedPairs(1, outputs_.size()), kernels::kSkip<double>),
      scratch_(kernels::ScratchSize(1, outputs_.size())) {
  for (std::size_t i = 0; i < targets.size(); ++i) {
    labels_[i] = targets[i] ? kernels::kPositive<double> : kernels::kNegative<double>;
  }
}

std::span<const double> Pairs::Scores() {
  kernels_.scores(Plan(), scratch_.data());
  return {scratch_.data(), outputs_.size()};
}

double Pairs::Coefficients(double rate) {
  return kernels_.coefficients(Plan(), rate, scratch_.data()).Value();
}

void Pairs::Update() { kernels_.update(Plan(), scratch_.data()); }

kernels::StepPlan<double> Pairs::Plan() const {
  return {&inputs_, 1, outputs_.data(), outputs_.size(), labels_.data(), columns_};
}

double Sigmoid(double score) { return 1 / (1 + std::exp(-score)); }

}  // namespace firth::learn
