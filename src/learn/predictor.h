/// Which word a trained CBOW model puts into a blank.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "firth/matrix.h"
#include "firth/models.h"
#include "kernels/kernels.h"

namespace firth::learn {

/// Scores words as models/context/cbow.h and concat.h do in training. Not thread-safe.
class Predictor {
 public:
  /// Both matrices must outlive it and are not changed. REQUIRES: settings.context is CBOW, rows
  /// are padded, the output matrix has a row a word.
  Predictor(const ModelSettings& settings, BasicMatrix<double>& input, BasicMatrix<double>& output);

  /// A score for each word, given the words of a window, 2 x settings.window places; nothing where
  /// there is no word.
  std::span<const double> Scores(std::span<const std::optional<TokenId>> window);

  /// The same as probabilities that sum to 1.
  std::vector<double> Softmax(std::span<const std::optional<TokenId>> window);

 private:
  void Gather(std::span<const std::optional<TokenId>> window);

  ModelSettings settings_;
  BasicMatrix<double>& input_;
  BasicMatrix<double> hidden_;
  std::vector<double*> outputs_;
  std::vector<double> scores_;
  const kernels::Kernels<double>& kernels_;
};

}  // namespace firth::learn
