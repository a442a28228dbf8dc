#include "train/ranks/row_uses.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace firth::train {
namespace {

/// The share of each word among the text's tokens, after thinning out.
std::vector<double> KeptShares(const Vocabulary& words, const corpus::Subsampler& subsampler) {
  std::vector<double> shares(words.size());
  const double total = std::max(1.0, static_cast<double>(Value(words.TotalCount())));
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const TokenId id{i};
    shares[i] =
        static_cast<double>(Value(words.CountOf(id))) / total * subsampler.KeepProbability(id);
  }
  return shares;
}

/// The windows of one token: those that are not thinned out.
double Windows(const std::vector<double>& kept) {
  double sum = 0;
  for (const double share : kept) sum += share;
  return sum;
}

/// Adds how often each word is drawn as a negative.
void AddDraws(const Vocabulary& words, const ModelSettings& settings, double windows,
              std::vector<float>& uses) {
  std::vector<double> weights(words.size());
  double sum = 0;
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const auto count = static_cast<double>(Value(words.CountOf(TokenId{i})));
    sum += weights[i] = count > 0 ? std::pow(count, settings.ns_power) : 0;
  }
  const double draws = windows * static_cast<double>(settings.negative) / std::max(sum, 1e-30);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    uses[i] += static_cast<float>(draws * weights[i]);
  }
}

}  // namespace

RowUses UsesOf(const Vocabulary& words, std::size_t input_rows, std::size_t output_rows,
               const ModelSettings& settings, const corpus::Subsampler& subsampler,
               const models::HuffmanTree* tree, const text::SubwordRows* subwords) {
  const std::vector<double> kept = KeptShares(words, subsampler);
  const double windows = Windows(kept);
  const double reach = WindowsOfOccurrence(settings);
  RowUses uses{std::vector<float>(input_rows), std::vector<float>(output_rows)};
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const auto as_input = static_cast<float>(kept[i] * reach);
    if (subwords == nullptr) {
      uses.input[i] += as_input;
    } else {
      for (const RowId row : subwords->RowsOf(TokenId{i})) uses.input[Index(row)] += as_input;
    }
    const auto as_centre = static_cast<float>(kept[i]);
    if (tree == nullptr) {
      uses.output[i] += as_centre;
    } else {
      for (const models::Turn& turn : tree->Path(TokenId{i}))
        uses.output[Index(turn.node)] += as_centre;
    }
  }
  if (settings.objective == Objective::kNegativeSampling) {
    AddDraws(words, settings, windows, uses.output);
  }
  if (settings.objective == Objective::kFullSoftmax) {
    std::ranges::fill(uses.output, static_cast<float>(windows));
  }
  return uses;
}

}  // namespace firth::train
