#include <algorithm>
#include <cmath>

#include "firth/nn.h"
#include "nn/ids.h"

namespace firth::nn {
namespace {

/// What a sum over `count` examples is multiplied by.
double Share(Reduction reduction, std::size_t count) {
  return reduction == Reduction::kMean ? 1 / static_cast<double>(count) : 1;
}

template <class Real>
void RequireGrad(std::span<const Real> scores, std::span<Real> grad) {
  if (!grad.empty()) RequireSize("the gradient", grad.size(), scores.size());
}

/// Sums loss(x, y) over scores and labels, and writes slope(x, y).
template <class Real, class Loss, class Slope>
double ElementLoss(std::span<const Real> scores, std::span<const Real> labels, std::span<Real> grad,
                   Reduction reduction, const Loss& loss, const Slope& slope) {
  RequireSize("the list of labels", labels.size(), scores.size());
  RequireGrad(scores, grad);
  const double share = Share(reduction, scores.size());
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    sum += loss(static_cast<double>(scores[i]), static_cast<double>(labels[i]));
    if (!grad.empty()) grad[i] = slope(scores[i], labels[i]) * static_cast<Real>(share);
  }
  return sum * share;
}

/// -log softmax(row)[target]; `grad`, when not empty, becomes share * (softmax(row) - one hot).
template <class Real>
double RowLoss(std::span<const Real> row, std::size_t target, std::span<Real> grad, double share) {
  const double most = static_cast<double>(std::ranges::max(row));
  double sum = 0;
  for (const Real x : row) sum += std::exp(static_cast<double>(x) - most);
  for (std::size_t c = 0; c < grad.size(); ++c) {
    const double probability = std::exp(static_cast<double>(row[c]) - most) / sum;
    grad[c] = static_cast<Real>(share * (probability - (c == target ? 1 : 0)));
  }
  return std::log(sum) + most - static_cast<double>(row[target]);
}

}  // namespace

template <class Real>
Real Sigmoid(Real x) {
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const Real e = std::exp(x);
  return e / (1 + e);
}

template <class Real>
void Relu(std::span<Real> x) {
  for (Real& value : x) value = value < 0 ? Real{0} : value;  // so that NaN stays visible
}

template <class Real>
void ReluBackward(std::span<const Real> y, std::span<Real> grad) {
  RequireSize("the gradient", grad.size(), y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (y[i] <= 0) grad[i] = 0;
  }
}

template <class Real>
double SigmoidLoss(std::span<const Real> scores, std::span<const Real> labels, std::span<Real> grad,
                   Reduction reduction) {
  return ElementLoss(
      scores, labels, grad, reduction,
      [](double x, double y) {
        return std::max(x, 0.0) - x * y + std::log1p(std::exp(-std::abs(x)));
      },
      [](Real x, Real y) { return Sigmoid(x) - y; });
}

template <class Real>
double SquaredLoss(std::span<const Real> scores, std::span<const Real> labels, std::span<Real> grad,
                   Reduction reduction) {
  return ElementLoss(
      scores, labels, grad, reduction, [](double x, double y) { return (x - y) * (x - y); },
      [](Real x, Real y) { return 2 * (x - y); });
}

template <class Real>
double SoftmaxLoss(std::span<const Real> scores, const Ids& targets, std::span<Real> grad,
                   Reduction reduction) {
  const std::size_t rows = Size(targets);
  const std::size_t classes = rows == 0 ? 0 : scores.size() / rows;
  RequireSize("the list of scores", scores.size(), rows * classes);
  RequireGrad(scores, grad);
  const auto checked = CheckedIds(targets, classes, "class");
  const double share = Share(reduction, rows);
  double sum = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    sum += RowLoss(scores.subspan(i * classes, classes), checked[i],
                   grad.empty() ? grad : grad.subspan(i * classes, classes), share);
  }
  return sum * share;
}

#define FIRTH_INSTANTIATE(Real)                                                              \
  template Real Sigmoid(Real);                                                               \
  template void Relu(std::span<Real>);                                                       \
  template void ReluBackward(std::span<const Real>, std::span<Real>);                        \
  template double SigmoidLoss(std::span<const Real>, std::span<const Real>, std::span<Real>, \
                              Reduction);                                                    \
  template double SquaredLoss(std::span<const Real>, std::span<const Real>, std::span<Real>, \
                              Reduction);                                                    \
  template double SoftmaxLoss(std::span<const Real>, const Ids&, std::span<Real>, Reduction)

FIRTH_INSTANTIATE(float);
FIRTH_INSTANTIATE(double);
#undef FIRTH_INSTANTIATE

}  // namespace firth::nn
