#include <algorithm>
#include <cmath>

#include "learn/steps.h"

namespace firth::learn {
namespace {

double Dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * double{b[i]};
  return sum;
}

double Cosine(std::span<const float> a, std::span<const float> b) {
  return Dot(a, b) / std::sqrt(Dot(a, a) * Dot(b, b));
}

}  // namespace

OneHotStep MakeOneHot(const Vocabulary& vocabulary) {
  OneHotStep step;
  step.vectors = OneHotVectors(vocabulary.Clone());
  const Matrix& matrix = step.vectors.matrix();
  std::size_t zeros = 0;
  for (std::uint32_t a = 0; a < matrix.rows(); ++a) {
    const auto row = matrix.Row(RowId{a});
    zeros += static_cast<std::size_t>(std::ranges::count(row, 0.0F));
    for (std::uint32_t b = 0; b < a; ++b) {
      step.cosine = std::max(step.cosine.value_or(-1), Cosine(row, matrix.Row(RowId{b})));
    }
  }
  step.zeros = static_cast<double>(zeros) / static_cast<double>(matrix.rows() * matrix.columns());
  return step;
}

}  // namespace firth::learn
