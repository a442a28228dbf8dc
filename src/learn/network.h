/// A small model and its trainer, in double by the plain kernels: the numbers are the same on every
/// machine.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/random.h"
#include "firth/matrix.h"
#include "firth/models.h"
#include "models/objective/negative_sampler.h"
#include "models/sentence_model.h"

namespace firth::learn {

using Sentences = std::vector<std::vector<TokenId>>;

/// Not thread-safe.
class Network {
 public:
  /// REQUIRES: a vocabulary with counts, of two words or more where negatives are drawn; the
  /// objective is not hierarchical. `vocabulary` is not needed afterwards.
  Network(const ModelSettings& model, const Vocabulary& vocabulary, std::uint64_t seed);

  /// One pass over all sentences: the mean loss of an example.
  double Train(const Sentences& sentences, double rate) { return Pass(sentences, rate, random_); }
  /// The same without learning; of several calls all draw the same negatives.
  double Loss(const Sentences& sentences);

  BasicMatrix<double>& input() { return input_; }
  BasicMatrix<double>& output() { return output_; }

 private:
  double Pass(const Sentences& sentences, double rate, base::SplitMix64& random);

  BasicMatrix<double> input_;
  BasicMatrix<double> output_;
  std::optional<models::NegativeSampler> negatives_;
  std::unique_ptr<models::SentenceModel> trainer_;
  base::SplitMix64 random_;
};

/// The rows as float32, a word's at its id.
Matrix FloatRows(const BasicMatrix<double>& rows);

}  // namespace firth::learn
