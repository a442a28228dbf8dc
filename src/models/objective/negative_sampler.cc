#include "models/objective/negative_sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace firth::models {
namespace {

/// Each word's share of all draws, times the number of words: 1 is the average.
std::vector<double> RelativeWeights(const Vocabulary& vocabulary, double power,
                                    std::optional<TokenId> excluded) {
  std::vector<double> weights(vocabulary.size());
  double total = 0;
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    const auto count = static_cast<double>(Value(vocabulary.CountOf(TokenId{i})));
    weights[i] = count > 0 && excluded != TokenId{i} ? std::pow(count, power) : 0;
    total += weights[i];
  }
  for (double& weight : weights) weight *= static_cast<double>(weights.size()) / total;
  return weights;
}

bool IsByCount(const Vocabulary& vocabulary, std::optional<TokenId> excluded) {
  auto least = std::numeric_limits<std::uint64_t>::max();
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    if (excluded == TokenId{i}) continue;
    const std::uint64_t count = Value(vocabulary.CountOf(TokenId{i}));
    if (count == 0 || count > least) return false;
    least = count;
  }
  return true;
}

std::uint32_t Threshold(double share) {
  return static_cast<std::uint32_t>(std::clamp(share * 0x1p32, 0.0, 0x1p32 - 1));
}

}  // namespace

NegativeSampler::NegativeSampler(const Vocabulary& vocabulary, double power,
                                 std::optional<TokenId> excluded)
    : excluded_(excluded), by_count_(IsByCount(vocabulary, excluded)) {
  std::vector<double> weights = RelativeWeights(vocabulary, power, excluded);
  cells_.resize(weights.size());
  std::vector<std::uint32_t> poor;
  std::vector<std::uint32_t> rich;
  for (std::uint32_t i = 0; i < weights.size(); ++i) (weights[i] < 1 ? poor : rich).push_back(i);
  // Every poor word's cell is filled up by a rich one, which becomes poorer by what it gave.
  while (!poor.empty() && !rich.empty()) {
    const std::uint32_t taker = poor.back();
    const std::uint32_t giver = rich.back();
    poor.pop_back();
    cells_[taker] = {Threshold(weights[taker]), giver};
    weights[giver] -= 1 - weights[taker];
    if (weights[giver] < 1) {
      rich.pop_back();
      poor.push_back(giver);
    }
  }
  // What is left over is 1 but for rounding.
  for (const std::uint32_t i : rich) cells_[i] = {0xFFFFFFFF, i};
  for (const std::uint32_t i : poor) cells_[i] = {0xFFFFFFFF, i};
}

}  // namespace firth::models
