/// How often training uses each row, as the counts of words foretell.
#pragma once

#include <vector>

#include "corpus/subsampler.h"
#include "firth/models.h"
#include "models/objective/huffman.h"
#include "text/subword_rows.h"

namespace firth::train {

/// For each row of both matrices: in how many windows it is used while one token of the text is
/// trained, on the mean.
struct RowUses {
  std::vector<float> input;
  std::vector<float> output;
};

/// In how many windows an occurrence of a word stands: those of the words around it.
inline double WindowsOfOccurrence(const ModelSettings& settings) {
  const auto window = static_cast<double>(settings.window);
  return settings.window_mode == WindowMode::kShrink ? window + 1 : 2 * window;
}

/// A word stands in about window + 1 windows of others (their half-width is drawn from 1..window),
/// is itself the centre of one, and is drawn as a negative as often as its count and the power say.
/// `tree` and `subwords` are null where the model has none; it has so many rows.
RowUses UsesOf(const Vocabulary& words, std::size_t input_rows, std::size_t output_rows,
               const ModelSettings& settings, const corpus::Subsampler& subsampler,
               const models::HuffmanTree* tree = nullptr,
               const text::SubwordRows* subwords = nullptr);

}  // namespace firth::train
