#include "encoder/balance.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace firth::encoder {
namespace {

/// A number this many deviations from the mean is among the largest of its column.
constexpr double kFar = 3;
/// Columns with smaller numbers, or weights, count as if they had these.
constexpr double kLeast = 1e-6;

double Gelu(double x) { return x / 2 * (1 + std::erf(x / std::sqrt(2.0))); }

std::vector<double> LargestWeights(std::span<const LinearWeights> layers) {
  std::vector<double> largest(layers.front().inputs, kLeast);
  for (const LinearWeights& layer : layers) {
    for (std::size_t o = 0; o < layer.outputs; ++o) {
      const float* const row = layer.weight + o * layer.inputs;
      for (std::size_t c = 0; c < layer.inputs; ++c) {
        largest[c] = std::max<double>(largest[c], std::abs(row[c]));
      }
    }
  }
  return largest;
}

}  // namespace

Columns Normalized(const float* weight, const float* bias, std::size_t columns) {
  Columns found{std::vector<double>(bias, bias + columns), std::vector<double>(columns)};
  for (std::size_t c = 0; c < columns; ++c) found.deviation[c] = std::abs(weight[c]);
  return found;
}

Columns Applied(const LinearWeights& layer, const Columns& input) {
  Columns found{std::vector<double>(layer.outputs), std::vector<double>(layer.outputs)};
  for (std::size_t o = 0; o < layer.outputs; ++o) {
    const float* const row = layer.weight + o * layer.inputs;
    double mean = layer.bias[o];
    double variance = 0;
    for (std::size_t c = 0; c < layer.inputs; ++c) {
      const double part = row[c] * input.deviation[c];
      mean += row[c] * input.mean[c];
      variance += part * part;
    }
    found.mean[o] = mean;
    found.deviation[o] = std::sqrt(variance);
  }
  return found;
}

Columns Activated(const Columns& input) {
  // Deviations from the mean, and the normal distribution's density there.
  constexpr std::pair<double, double> kPoints[] = {
      {-2, 0.054}, {-1, 0.242}, {0, 0.399}, {1, 0.242}, {2, 0.054}};
  constexpr double kSum = 0.991;
  Columns found = input;
  for (std::size_t c = 0; c < input.mean.size(); ++c) {
    double mean = 0;
    double squares = 0;
    for (const auto& [deviations, density] : kPoints) {
      const double y = Gelu(input.mean[c] + deviations * input.deviation[c]);
      mean += density / kSum * y;
      squares += density / kSum * y * y;
    }
    found.mean[c] = mean;
    found.deviation[c] = std::sqrt(std::max(0.0, squares - mean * mean));
  }
  return found;
}

std::vector<float> BalancingFactors(const Columns& input, std::span<const LinearWeights> layers) {
  std::vector<double> factors = LargestWeights(layers);
  double logarithms = 0;
  for (std::size_t c = 0; c < factors.size(); ++c) {
    const double largest = std::abs(input.mean[c]) + kFar * input.deviation[c];
    factors[c] = std::sqrt(std::max(largest, kLeast) / factors[c]);
    logarithms += std::log(factors[c]);
  }
  const double mean = std::exp(logarithms / static_cast<double>(factors.size()));
  std::vector<float> found(factors.size(), 1);
  for (std::size_t c = 0; c < factors.size(); ++c) {
    const auto factor = static_cast<float>(factors[c] / mean);
    if (std::isnormal(factor) && std::isnormal(1 / factor)) found[c] = factor;
  }
  return found;
}

}  // namespace firth::encoder
