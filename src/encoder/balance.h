/// Columns of an int8 layer's input made alike, so that one scale suits a row.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace firth::encoder {

/// y = x W^T + b, as a file holds it: `weight` is [outputs, inputs], `bias` [outputs].
struct LinearWeights {
  const float* weight;
  const float* bias;
  std::size_t outputs;
  std::size_t inputs;
};

/// What numbers of each column are like over all texts, as the model itself tells: without texts,
/// and as if columns knew nothing of each other.
struct Columns {
  std::vector<double> mean;
  std::vector<double> deviation;
};

/// Of a layer normalization's output.
Columns Normalized(const float* weight, const float* bias, std::size_t columns);
/// Of a linear layer's output.
Columns Applied(const LinearWeights& layer, const Columns& input);
/// Behind GELU.
Columns Activated(const Columns& input);

/// By what weights are multiplied, and a column of the input divided, before both are rounded: the
/// root of the column's largest numbers over its largest weight in any of `layers`, which share
/// their input (Xiao et al. 2022, arXiv 2211.10438, with a half for alpha); in the mean of their
/// logarithms 1. Finite and above 0, whatever the weights are.
std::vector<float> BalancingFactors(const Columns& input, std::span<const LinearWeights> layers);

}  // namespace firth::encoder
